package mugs.image;

import java.io.IOException;

/** A stored picture cannot be turned into pixels; the message is one line and says why. */
public final class UnreadablePictureException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what was found; the picture's name where it is known
   */
  public UnreadablePictureException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message what was expected and what was found; the picture's name where it is known
   * @param cause the decoder's own exception
   */
  public UnreadablePictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
