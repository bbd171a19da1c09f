package mugs.vit;

/**
 * Tensors that were given do not fit the network: some are missing, left over or of other shape.
 */
public final class ParameterMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what does not fit.
   *
   * @param message that names the tensors
   */
  public ParameterMismatchException(String message) {
    super(message);
  }
}
