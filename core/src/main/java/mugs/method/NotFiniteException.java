package mugs.method;

/** A loss or gradient is not finite. The step that found it has changed nothing. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotFiniteException(String message) {
    super(message);
  }

  /**
   * Says more of a failure.
   *
   * @param message in one line
   * @param cause as it was found
   */
  public NotFiniteException(String message, NotFiniteException cause) {
    super(message, cause);
  }
}
