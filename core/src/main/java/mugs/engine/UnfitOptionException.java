package mugs.engine;

/**
 * Something was asked for that a network or a machine cannot give, such as pictures of a size that
 * does not divide into its patches, or a GPU that is not there: whoever asked has to ask for
 * something else.
 */
public final class UnfitOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what cannot be.
   *
   * @param message one line: what was asked for, what there is, what to ask for
   */
  public UnfitOptionException(String message) {
    super(message);
  }
}
