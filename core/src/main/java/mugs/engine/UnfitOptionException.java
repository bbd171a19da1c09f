package mugs.engine;

/**
 * Something was asked for that a network cannot give, such as pictures of a size that does not
 * divide into its patches: whoever asked has to ask for something else.
 */
public final class UnfitOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what cannot be.
   *
   * @param message one line: what was asked for, what the network has, what to ask for
   */
  public UnfitOptionException(String message) {
    super(message);
  }
}
