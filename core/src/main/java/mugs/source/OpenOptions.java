package mugs.source;

/**
 * How sources are opened.
 *
 * @param maxPictureBytes most bytes that one encoded picture may have, from 1 to 2,000,000,000; a
 *     larger one cannot be read. Higher needs more memory for each picture that is being read
 * @param shuffleBuffer pictures among which the order is shuffled where a source is read well from
 *     front to back alone, at least 1; see {@link ForwardRuns}. More mixes better and holds more
 *     encoded pictures in memory
 * @param listener that hears of progress
 */
public record OpenOptions(long maxPictureBytes, int shuffleBuffer, IndexingListener listener) {
  private static final long MOST_BYTES = 2_000_000_000;

  /** At most 64 MB a picture, 1,000 pictures to shuffle among, nobody who listens. */
  public static final OpenOptions DEFAULT =
      new OpenOptions(64_000_000, 1000, IndexingListener.NONE);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public OpenOptions {
    if (maxPictureBytes < 1 || maxPictureBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a limit of %d bytes a picture: give 1 to %d".formatted(maxPictureBytes, MOST_BYTES));
    }
    if (shuffleBuffer < 1) {
      throw new IllegalArgumentException(
          "a buffer of %d pictures: give at least 1".formatted(shuffleBuffer));
    }
  }

  /**
   * Returns the same options with another listener.
   *
   * @param other hears of progress
   */
  public OpenOptions listenedToBy(IndexingListener other) {
    return new OpenOptions(maxPictureBytes, shuffleBuffer, other);
  }
}
