package mugs.evaluate;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import mugs.load.ContentHash;
import mugs.source.PictureSource;

/**
 * Pictures that are tested though they were learned from, told by how they are stored. One that
 * cannot be read is like no other.
 */
public final class SharedPictures {
  private static final int AT_ONCE = 512;

  private final Map<Integer, ContentHash> trained;
  private final Map<Integer, ContentHash> tested;

  /** Hears how far the reading is. */
  @FunctionalInterface
  public interface Listener {

    /** Hears it, of all pictures. */
    void read(int done, int total);
  }

  private SharedPictures(Map<Integer, ContentHash> trained, Map<Integer, ContentHash> tested) {
    this.trained = trained;
    this.tested = tested;
  }

  /**
   * Reads pictures, each once.
   *
   * @param division whose pictures are tested
   * @param trained indices of the pictures that may be learned from
   * @param listener hears how far it is
   * @param stopping ends it early
   * @return what tells how many are shared; empty if it was stopped
   */
  public static Optional<SharedPictures> read(
      Division division, int[] trained, Listener listener, BooleanSupplier stopping) {
    int[] tested = division.testPictures();
    int total = trained.length + tested.length;
    Map<Integer, ContentHash> ofTrained =
        hashes(division.train(), trained, done -> listener.read(done, total), stopping);
    Map<Integer, ContentHash> ofTested =
        hashes(
            division.test(), tested, done -> listener.read(trained.length + done, total), stopping);
    return stopping.getAsBoolean()
        ? Optional.empty()
        : Optional.of(new SharedPictures(ofTrained, ofTested));
  }

  /** Hears how many of some pictures are read. */
  private interface Progress {
    void read(int done);
  }

  private static Map<Integer, ContentHash> hashes(
      PictureSource source, int[] pictures, Progress progress, BooleanSupplier stopping) {
    Map<Integer, ContentHash> hashes = new ConcurrentHashMap<>();
    for (int from = 0; from < pictures.length && !stopping.getAsBoolean(); from += AT_ONCE) {
      int to = Math.min(pictures.length, from + AT_ONCE);
      Arrays.stream(pictures, from, to)
          .parallel()
          .forEach(i -> hash(source, i).ifPresent(hash -> hashes.put(i, hash)));
      progress.read(to);
    }
    return hashes;
  }

  private static Optional<ContentHash> hash(PictureSource source, int index) {
    try {
      return Optional.of(ContentHash.of(source.read(index)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Counts the pictures to be tested that are stored, byte by byte the same, among some of those to
   * learn from.
   *
   * @param learned indices of these, all of them read
   */
  public int among(int[] learned) {
    Set<ContentHash> known = new HashSet<>();
    for (int index : learned) {
      Optional.ofNullable(trained.get(index)).ifPresent(known::add);
    }
    return (int) tested.values().stream().filter(known::contains).count();
  }
}
