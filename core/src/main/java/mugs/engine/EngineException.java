package mugs.engine;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** An error of libtorch, cut to its first line; the whole text is in the cause. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private EngineException(String message, @Nullable Throwable cause) {
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
    return new EngineException(firstLine(failure), failure);
  }

  /**
   * Returns the exception to throw when libtorch is there and lacks what is asked of it.
   *
   * @param reason in one line that says what to do
   */
  static EngineException because(String reason) {
    return new EngineException(reason, null);
  }

  /**
   * Returns the exception to throw when libtorch cannot be loaded.
   *
   * @param failure of the loader
   */
  static EngineException ofLoading(Throwable failure) {
    return new EngineException(
        "libtorch cannot be loaded: "
            + firstLine(failure)
            + "; are the native libraries for "
            + Loader.getPlatform()
            + " on the class path, and is there room to unpack them?",
        failure);
  }

  private static String firstLine(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.strip().lines().findFirst())
        .filter(line -> !line.isEmpty())
        .orElse("libtorch failed");
  }
}
