package mugs.evaluate;

import java.util.Arrays;
import java.util.List;
import mugs.augment.CropRandom;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.measure.FeatureRows;
import org.bytedeco.pytorch.Tensor;

/**
 * Batches of features that were computed once, in a new random order each epoch; what does not fill
 * a batch at the end of an epoch is left out of it.
 */
final class CachedRows implements RowBatches {

  /** Rows of so many values are read at a time. */
  private static final int VALUES_AT_ONCE = 1 << 22;

  /** Keeps orders apart from the choices of crops, whose pictures are not negative. */
  private static final long ORDER_KEY = -4;

  private final int batch;
  private final long seed;
  private final Placement placement;
  private final Workers workers;
  private final Tensor rows;
  private final Tensor labels;
  private long orderedEpoch = -1;
  private long[] order = {};

  /**
   * Copies features to where they are used, a part at a time.
   *
   * @param features one row a picture
   * @param labels one a row
   * @param batch images of a step, at most as many as there are
   * @param seed of the orders
   * @param placement of the copies
   * @param workers of which one picks the rows; they stay
   */
  CachedRows(
      FeatureRows features,
      int[] labels,
      int batch,
      long seed,
      Placement placement,
      Workers workers) {
    this.batch = batch;
    this.seed = seed;
    this.placement = placement;
    this.workers = workers;
    try (Scope scope = Scope.withoutGradients()) {
      Tensor copies = placement.zeros(features.rows(), features.width());
      each(features, placement, (from, part) -> copies.narrow(0, from, part.size(0)).copy_(part));
      this.labels = Scope.keep(tensor(labels, placement));
      this.rows = Scope.keep(copies); // not before: what fails leaves nothing behind
    }
  }

  /** Takes a part of the rows of features. */
  @FunctionalInterface
  interface Part {

    /** Takes rows in a scope that closes afterwards, the first of which has an index. */
    void take(int from, Tensor rows);
  }

  /** Brings rows to a place, a part after the other. */
  static void each(FeatureRows features, Placement placement, Part work) {
    int width = features.width();
    int most = Math.max(1, Math.min(features.rows(), VALUES_AT_ONCE / width));
    for (long from = 0; from < features.rows(); from += most) {
      int first = (int) from;
      int count = Math.min(most, features.rows() - first);
      float[] values = new float[count * width];
      features.read(first, count, values);
      try (Scope scope = Scope.withoutGradients()) {
        work.take(first, placement.of(placement.device().send(Tensors.of(values, count, width))));
      }
    }
  }

  static Tensor tensor(int[] labels, Placement placement) {
    return placement.of(Arrays.stream(labels).asLongStream().toArray(), labels.length);
  }

  @Override
  public int width() {
    return (int) rows.size(1);
  }

  @Override
  public int pictures() {
    return (int) rows.size(0);
  }

  @Override
  public Batch next(long step) {
    int stepsPerEpoch = pictures() / batch;
    long epoch = step / stepsPerEpoch;
    if (epoch != orderedEpoch) {
      int[] drawn = CropRandom.of(seed, epoch, ORDER_KEY).permutation(pictures());
      order = Arrays.stream(drawn).asLongStream().toArray();
      orderedEpoch = epoch;
    }
    int from = (int) (step % stepsPerEpoch) * batch;
    long[] chosen = Arrays.copyOfRange(order, from, from + batch);
    // on a thread of its own: this one's would wait for each other beside the workers'
    List<Tensor> picked =
        workers.run(List.of(() -> pick(rows, chosen), () -> pick(labels, chosen)));
    try (Scope scope = Scope.withoutGradients()) {
      scope.adopt(picked);
      return new Batch(scope.handUp(picked.get(0)), scope.handUp(picked.get(1)));
    }
  }

  private Tensor pick(Tensor from, long[] chosen) {
    try (Scope scope = Scope.withoutGradients()) {
      return Scope.keep(from.index_select(0, placement.of(chosen, chosen.length)));
    }
  }

  @Override
  public void close() {
    rows.close();
    labels.close();
  }
}
