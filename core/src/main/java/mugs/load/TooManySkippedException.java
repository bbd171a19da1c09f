package mugs.load;

import java.io.IOException;

/** So many pictures cannot be read that something must be wrong with the collection. */
public final class TooManySkippedException extends IOException {
  private static final long serialVersionUID = 1L;

  TooManySkippedException(String message) {
    super(message);
  }
}
