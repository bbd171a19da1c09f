package mugs.exchange;

/** A size of pictures was asked for that a network cannot have. */
public final class PictureSizeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what cannot be.
   *
   * @param message what was found, what was expected, what to do
   */
  public PictureSizeException(String message) {
    super(message);
  }
}
