package mugs.engine;

import java.io.IOException;

/**
 * What was named as a file to read is not there, or is a folder: whoever named it has to name
 * another. The message is one line that says what was named, and what to give instead.
 */
public final class MisnamedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message one line: what was named, what was found there, what to give
   */
  public MisnamedFileException(String message) {
    super(message);
  }
}
