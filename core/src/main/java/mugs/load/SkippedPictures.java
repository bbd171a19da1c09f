package mugs.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import mugs.source.PictureSource;

/** The pictures of a source that could not be read, and why. Any number of threads may add. */
public final class SkippedPictures {
  private final PictureSource source;
  private final double largestShare;
  private final Map<Integer, String> reasons = new ConcurrentSkipListMap<>();

  /**
   * Starts with none.
   *
   * @param source of the pictures
   * @param largestShare of them, from 0 to 1, that may be skipped; above 0 a single one always may,
   *     however small the collection
   */
  public SkippedPictures(PictureSource source, double largestShare) {
    this(source, largestShare, Map.of());
  }

  /**
   * Goes on from those that are known; they count, and are not tried again.
   *
   * @param source of the pictures
   * @param largestShare of them, from 0 to 1, that may be skipped
   * @param known reasons by index, as {@link #byIndex} gave them
   */
  public SkippedPictures(PictureSource source, double largestShare, Map<Integer, String> known) {
    this.source = source;
    this.largestShare = largestShare;
    reasons.putAll(known);
  }

  /**
   * Adds a picture; one that is there already is not counted again.
   *
   * @param index of the picture
   * @param reason in one line
   * @return whether it is new
   * @throws TooManySkippedException if that makes too many
   */
  boolean add(int index, String reason) throws TooManySkippedException {
    boolean added = reasons.putIfAbsent(index, reason) == null;
    if (reasons.size() > most(source.size(), largestShare)) {
      throw tooMany();
    }
    return added;
  }

  /**
   * Returns how many pictures may be skipped.
   *
   * @param pictures in the source
   * @param largestShare of them, from 0 to 1
   */
  public static int most(int pictures, double largestShare) {
    return largestShare > 0 ? Math.max(1, (int) (largestShare * pictures)) : 0;
  }

  /** Returns what to throw when it is too many; there is at least one. */
  TooManySkippedException tooMany() {
    Map.Entry<Integer, String> first = reasons.entrySet().iterator().next();
    boolean all = reasons.size() == source.size();
    return new TooManySkippedException(
        "%s of %d pictures of %s cannot be read, the first is %s (%s): mend or remove them%s"
            .formatted(
                all ? "all" : Integer.toString(reasons.size()),
                source.size(),
                source.name(),
                source.path(first.getKey()),
                first.getValue(),
                all ? "" : ", or raise pictures.max-skipped"));
  }

  boolean contains(int index) {
    return reasons.containsKey(index);
  }

  /** Returns how many there are. */
  public int count() {
    return reasons.size();
  }

  /** Returns the reasons by index, in the order of the source. */
  public SortedMap<Integer, String> byIndex() {
    return new TreeMap<>(reasons);
  }

  /** Returns the reasons by path, in the order of the source. */
  public Map<String, String> reasons() {
    Map<String, String> byPath = new LinkedHashMap<>();
    reasons.forEach((index, reason) -> byPath.put(source.path(index), reason));
    return byPath;
  }
}
