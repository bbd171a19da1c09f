package mugs.image;

/** A stored picture cannot be turned into pixels; the message is one line and says why. */
public final class UnreadablePictureException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was expected and what was found, without the picture's name
   */
  public UnreadablePictureException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message what was expected and what was found, without the picture's name
   * @param cause the decoder's own exception
   */
  public UnreadablePictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
