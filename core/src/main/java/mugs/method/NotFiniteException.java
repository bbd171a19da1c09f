package mugs.method;

/** A loss, a gradient or the state after a step is not finite. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  /** A failure in a step that changed nothing, and does not know its number. */
  public NotFiniteException(String message) {
    this(0, message);
  }

  NotFiniteException(long step, String message) {
    super(message);
    this.step = step;
  }

  /**
   * Says more of a failure.
   *
   * @param step that failed, from 1
   * @param message in one line
   * @param cause as it was found
   */
  public NotFiniteException(long step, String message, NotFiniteException cause) {
    super(message, cause);
    this.step = step;
  }

  /** Returns the number of the step that failed, from 1; 0 if that is not known. */
  public long step() {
    return step;
  }
}
