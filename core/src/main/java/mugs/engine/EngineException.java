package mugs.engine;

/** An error of libtorch, cut to its first line; the whole text is in the cause. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private EngineException(String message, RuntimeException cause) {
    super(message, cause);
  }

  /**
   * Returns the exception to throw in place of one that crossed the border of libtorch.
   *
   * <p>JavaCPP turns a C++ exception into a bare {@link RuntimeException} whose message goes on
   * with a C++ stack trace. Every other exception is handed back as it is.
   *
   * @param failure caught around calls to libtorch
   */
  static RuntimeException of(RuntimeException failure) {
    if (failure.getClass() != RuntimeException.class) {
      return failure;
    }
    String message = failure.getMessage();
    String firstLine =
        message == null ? "libtorch failed" : message.strip().lines().findFirst().orElse("");
    return new EngineException(firstLine.isEmpty() ? "libtorch failed" : firstLine, failure);
  }
}
