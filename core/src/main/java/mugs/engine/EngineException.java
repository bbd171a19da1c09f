package mugs.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** An error of libtorch, cut to its first line; the whole text is in the cause. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How the C library says that a library which another one needs is not there. */
  private static final Pattern LIBRARY_MISSING =
      Pattern.compile("([^/\\s]+\\.so[.0-9]*): cannot open shared object file");

  private static final Pattern OF_CUDA = Pattern.compile("lib(cu|nccl|nv).*");

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
    Optional<String> missing = missingLibrary(failure);
    if (missing.isPresent()) {
      return new EngineException(
          "libtorch cannot be loaded: %s is not on the system; ".formatted(missing.get())
              + (OF_CUDA.matcher(missing.get()).matches()
                  ? "install CUDA, cuDNN and NCCL for it, name their folders in LD_LIBRARY_PATH, or"
                      + " build without -Pcuda (docs/devices.md)"
                  : "install it, or name its folder in LD_LIBRARY_PATH"),
          failure);
    }
    return new EngineException(
        "libtorch cannot be loaded: "
            + firstLine(failure)
            + "; are the native libraries of %1$s (mugs-natives-%1$s and what it depends on) on the class path, and is there room to unpack them?"
                .formatted(Loader.getPlatform()),
        failure);
  }

  /** The loader's last word, that no folder had the library, has the reasons among its causes. */
  private static Optional<String> missingLibrary(Throwable failure) {
    Optional<String> missing = Optional.empty();
    for (Throwable reason = failure; reason != null; reason = reason.getCause()) {
      Matcher matcher = LIBRARY_MISSING.matcher(String.valueOf(reason.getMessage()));
      if (matcher.find()) {
        missing = Optional.of(matcher.group(1));
      }
    }
    return missing;
  }

  private static String firstLine(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.strip().lines().findFirst())
        .filter(line -> !line.isEmpty())
        .orElse("libtorch failed");
  }
}
