package mugs.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import mugs.source.PictureSource;

/** A batch whose pictures are taken one by one, in order. Guarded by the loader's lock. */
final class BatchInMaking {

  private final BatchMemory memory;
  private final long epoch;
  private final int[] pictures;
  private int taken;
  private int over;
  private boolean failed;

  /** Why there are no crops of an image, by its place. */
  private final Map<Integer, Failure> failures = new TreeMap<>();

  private record Failure(int picture, PictureSource source, Throwable reason) {}

  /** Begins with the pictures that stand in an epoch's order from some place on. */
  BatchInMaking(BatchMemory memory, long epoch, int[] order, int from) {
    this.memory = memory;
    this.epoch = epoch;
    this.pictures = Arrays.copyOfRange(order, from, from + memory.weak().length);
  }

  BatchMemory memory() {
    return memory;
  }

  long epoch() {
    return epoch;
  }

  /** Returns which picture is wanted for an image. */
  int picture(int image) {
    return pictures[image];
  }

  boolean hasMore() {
    return taken < pictures.length;
  }

  /** Returns the place of the next image, which is worked on from now on. */
  int take() {
    return taken++;
  }

  void finish() {
    over++;
  }

  /** Ends work on an image without its crops. */
  void fail(int image, Throwable reason, PictureSource source) {
    failed = true; // even if there is no memory to note the reason
    over++;
    failures.put(image, new Failure(pictures[image], source, reason));
  }

  boolean isWhole() {
    return over == pictures.length && !failed;
  }

  /** Returns whether nothing is worked on right now. */
  boolean isStill() {
    return over == taken;
  }

  /** Returns whether it is known why it will never be whole, and nothing is worked on any more. */
  boolean hasFailed() {
    return !failures.isEmpty() && isStill();
  }

  /** Throws the failure of the first image that has one. */
  void raise() throws TooManySkippedException {
    Failure first = failures.values().iterator().next();
    if (first.reason instanceof TooManySkippedException skipped) {
      throw skipped;
    }
    throw CropFailureException.of(first.picture, first.source, first.reason);
  }
}
