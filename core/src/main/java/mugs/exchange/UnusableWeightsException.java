package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;

/** A file holds no weights that can be used; the message says which, what is wrong, what to do. */
public final class UnusableWeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message in one line
   */
  public UnusableWeightsException(String message) {
    super(message);
  }

  /**
   * Returns the same with the file's name before what is wrong with it.
   *
   * @param file that holds no weights
   */
  public UnusableWeightsException in(Path file) {
    UnusableWeightsException named = new UnusableWeightsException(file + ": " + getMessage());
    named.initCause(this);
    return named;
  }
}
