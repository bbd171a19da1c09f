package mugs.engine;

import java.io.IOException;

/** A file does not hold what its format promises; the message names it and says what is wrong. */
public final class UnsoundFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsoundFileException(String message) {
    super(message);
  }

  UnsoundFileException(String message, IOException cause) {
    super(message, cause);
  }
}
