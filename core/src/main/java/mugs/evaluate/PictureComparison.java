package mugs.evaluate;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import mugs.image.ImageDecoder;
import mugs.load.ContentHash;
import mugs.source.PictureSource;

/**
 * Sees whether the pictures of a source are still those whose features are kept.
 *
 * @param source of the pictures
 * @param features that are kept of them
 * @param stopping ends it early
 */
record PictureComparison(PictureSource source, PictureFeatures features, BooleanSupplier stopping) {

  /** Read side by side: not so many that those of a packed archive lie far from each other. */
  private static final int AT_ONCE = 256;

  /**
   * Reads the pictures again that could not be read.
   *
   * @return whether it was not stopped
   * @throws IOException if one of them can be read now
   */
  boolean unreadableStill() throws IOException {
    int[] pictures = features.pictures();
    int[] without =
        IntStream.range(0, source.size())
            .filter(i -> Arrays.binarySearch(pictures, i) < 0)
            .toArray();
    OptionalInt found = first(without.length, i -> isReadable(without[i]));
    if (found.isPresent()) {
      throw new IOException(
          "%s could not be read then, and can be now"
              .formatted(source.path(without[found.getAsInt()])));
    }
    return !stopping.getAsBoolean();
  }

  private boolean isReadable(int index) {
    return isReadable(source, index);
  }

  /** Returns whether a picture can be read, and decoded. */
  static boolean isReadable(PictureSource source, int index) {
    try {
      ImageDecoder.decode(source.read(index));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads all pictures that have features, and compares their hashes.
   *
   * @return whether it was not stopped
   * @throws IOException if one is another picture by now, or cannot be read
   */
  boolean unchanged() throws IOException {
    int[] pictures = features.pictures();
    OptionalInt found = first(pictures.length, row -> isAnother(row, pictures[row]));
    if (found.isPresent()) {
      throw new IOException(
          "%s was another picture then".formatted(source.path(pictures[found.getAsInt()])));
    }
    return !stopping.getAsBoolean();
  }

  private boolean isAnother(int row, int index) {
    try {
      return !ContentHash.of(source.read(index)).equals(features.hashes().get(row));
    } catch (IOException e) {
      return true;
    }
  }

  /** Returns the first number below a count of which something holds. */
  private OptionalInt first(int count, IntPredicate condition) {
    for (int from = 0; from < count && !stopping.getAsBoolean(); from += AT_ONCE) {
      OptionalInt found =
          IntStream.range(from, Math.min(count, from + AT_ONCE))
              .parallel()
              .filter(condition)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalInt.empty();
  }
}
