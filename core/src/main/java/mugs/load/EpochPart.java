package mugs.load;

/**
 * One of several equal parts of every epoch, for processes that train together: each gives the
 * pictures of its own part. The parts are the same whoever asks, have no picture in common, and
 * leave out at most a few pictures an epoch, others in each, so that they are equal.
 *
 * <p>The next picture of the source takes the place of one that cannot be read, whichever part that
 * is in.
 *
 * @param index from 0, the rank of a process
 * @param count of the parts, at least 1
 */
public record EpochPart(int index, int count) {

  /** All of it. */
  public static final EpochPart WHOLE = new EpochPart(0, 1);

  /**
   * Checks that there is such a part.
   *
   * @throws IllegalArgumentException if there is none
   */
  public EpochPart {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException("there is no part %d of %d".formatted(index, count));
    }
  }

  /** Returns the number of pictures in each part; up to count - 1 are left out of an epoch. */
  int share(int pictures) {
    return pictures / count;
  }
}
