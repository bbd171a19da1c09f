package mugs.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** So many pictures cannot be read that something must be wrong with the collection. */
public final class TooManySkippedException extends IOException {
  private static final long serialVersionUID = 1L;

  TooManySkippedException(String message) {
    super(message);
  }

  /**
   * Returns the same, saying where all of the pictures are listed.
   *
   * @param list a file
   */
  public TooManySkippedException listedIn(Path list) {
    TooManySkippedException listed =
        new TooManySkippedException(getMessage() + "; all are listed in " + list);
    listed.initCause(this);
    return listed;
  }

  /** Returns why work on other threads failed, where it was this. */
  static Optional<TooManySkippedException> behind(RuntimeException failure) {
    return failure.getCause() instanceof TooManySkippedException skipped
        ? Optional.of(skipped)
        : Optional.empty();
  }
}
