package mugs.load;

import java.util.LinkedHashMap;
import java.util.Map;
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
   * @param largestShare of them, from 0 to 1, that may be skipped
   */
  public SkippedPictures(PictureSource source, double largestShare) {
    this.source = source;
    this.largestShare = largestShare;
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
    if (reasons.size() > Math.max(1, largestShare * source.size())) {
      throw new TooManySkippedException(
          "%d of %d pictures of %s cannot be read, the first is %s (%s): mend or remove them, or raise pictures.max-skipped"
              .formatted(
                  reasons.size(),
                  source.size(),
                  source.name(),
                  source.path(reasons.keySet().iterator().next()),
                  reasons.values().iterator().next()));
    }
    return added;
  }

  boolean contains(int index) {
    return reasons.containsKey(index);
  }

  /** Returns how many there are. */
  public int count() {
    return reasons.size();
  }

  /** Returns the reasons by path, in the order of the source. */
  public Map<String, String> reasons() {
    Map<String, String> byPath = new LinkedHashMap<>();
    reasons.forEach((index, reason) -> byPath.put(source.path(index), reason));
    return byPath;
  }
}
