package mugs.evaluate;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import org.bytedeco.pytorch.Tensor;

/** Where linear heads get what they learn from: a batch of features in each step. */
interface RowBatches extends AutoCloseable {

  /**
   * A batch.
   *
   * @param rows features {@code [images, width]}
   * @param labels {@code [images]}, int64
   */
  record Batch(Tensor rows, Tensor labels) {}

  /** Returns the numbers a feature has. */
  int width();

  /** Returns the number of pictures. */
  int pictures();

  /**
   * Returns the batch of a step, to be freed with the scope of the caller.
   *
   * @param step from 0: any first, then one after the other
   * @throws IOException if pictures cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits for data
   */
  Batch next(long step) throws IOException, InterruptedException;

  /** Returns the pictures that could not be read so far, reasons by index. */
  default SortedMap<Integer, String> unreadable() {
    return Collections.emptySortedMap();
  }

  /**
   * Takes up pictures that could not be read before, ahead of the first batch.
   *
   * @param known reasons by index
   * @throws IOException if they are more than may be
   */
  default void takeUp(Map<Integer, String> known) throws IOException {}

  @Override
  void close();
}
