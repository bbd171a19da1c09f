package mugs.exchange;

import java.io.IOException;

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
}
