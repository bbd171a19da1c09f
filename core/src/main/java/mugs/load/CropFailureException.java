package mugs.load;

import java.util.Locale;
import java.util.Optional;
import mugs.source.PictureSource;
import org.jspecify.annotations.Nullable;

/** Crops could not be made, for a reason that is not one to skip a picture. */
public final class CropFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MEGABYTE = 1_000_000;

  private CropFailureException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns what to throw when work on a picture failed. */
  static CropFailureException of(int picture, PictureSource source, Throwable reason) {
    if (reason instanceof CropFailureException told) {
      return told;
    }
    String path = path(picture, source);
    return new CropFailureException(
        reason instanceof OutOfMemoryError
            ? noMemory("to make crops of " + path, "pictures.max-pixels or pictures.threads")
            : "cannot make crops of %s: %s".formatted(path, reason),
        reason);
  }

  /** Returns what to throw when a thread failed beside any picture. */
  static CropFailureException ofThread(@Nullable Throwable reason) {
    return new CropFailureException(
        reason instanceof OutOfMemoryError
            ? noMemory("for the next batch", "optimiser.batch or pictures.ahead")
            : "cannot begin the next batch: " + line(reason),
        reason);
  }

  private static String noMemory(String what, String keys) {
    return String.format(
        Locale.ROOT,
        "not enough memory %s: lower %s, or give Java more than its %,d MB with"
            + " MUGS_JAVA_OPTS=-Xmx4g",
        what,
        keys,
        Runtime.getRuntime().maxMemory() / MEGABYTE);
  }

  /** A source that has failed may not even tell the name. */
  private static String path(int picture, PictureSource source) {
    try {
      return source.path(picture);
    } catch (RuntimeException e) {
      return "picture %d of %s".formatted(picture, source.name());
    }
  }

  private static String line(@Nullable Throwable reason) {
    return Optional.ofNullable(reason)
        .map(Throwable::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .orElseGet(() -> String.valueOf(reason));
  }
}
