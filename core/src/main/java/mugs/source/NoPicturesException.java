package mugs.source;

import java.io.IOException;

/**
 * What was named as a picture collection is none: it is missing, empty, or something else. The
 * message is one line that says what was found and what to give instead.
 */
public final class NoPicturesException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
   *
   * @param message one line: what was named, what was found there, what to do
   */
  public NoPicturesException(String message) {
    super(message);
  }
}
