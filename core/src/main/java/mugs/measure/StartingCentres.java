package mugs.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import mugs.augment.CropRandom;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Draws rows for k-means to start from by k-means++ (Arthur and Vassilvitskii, 2007): each with a
 * chance as its squared distance to the nearest of those before it.
 */
/*
 * Every centre needs its distance to all rows, so that drawing them one by one reads all rows k
 * times, for each try. Two things save that: tries are drawn side by side, so that the rows are
 * read k times in all; and the products of a few thousand rows with each other are computed once.
 */
final class StartingCentres {

  /** Products of rows with each other that are usually kept, at most: 256 MB. */
  static final long PRODUCTS_KEPT = 1 << 25;

  /** Farther than rows lie from each other, and with room above it: sums of it stay finite. */
  private static final double FAR = 1e300;

  /** Keeps these draws apart from others of the same seed. */
  private static final long KEY = -4;

  private final FeatureRows rows;
  private final TensorBlocks blocks;
  private final double[] squares;
  private final long productsKept;
  private final IntConsumer looked;

  /**
   * Takes rows.
   *
   * @param rows to draw from
   * @param blocks of them
   * @param squares of their lengths
   * @param productsKept products of rows with each other that may be kept
   * @param looked hears before each look at a block how many centres of each try are drawn
   */
  StartingCentres(
      FeatureRows rows,
      TensorBlocks blocks,
      double[] squares,
      long productsKept,
      IntConsumer looked) {
    this.rows = rows;
    this.blocks = blocks;
    this.squares = squares;
    this.productsKept = productsKept;
    this.looked = looked;
  }

  /**
   * Draws centres for each try.
   *
   * @param k of them, 1 to the number of rows
   * @param seed of all tries
   * @param tries at least 1
   * @return indices of rows, {@code [tries][k]}
   */
  int[][] draw(int k, long seed, int tries) {
    List<CropRandom> randoms =
        IntStream.range(0, tries).mapToObj(i -> CropRandom.of(seed, KEY, i)).toList();
    int[][] drawn = new int[tries][k];
    double[][] nearest = new double[tries][rows.rows()];
    for (double[] each : nearest) {
      Arrays.fill(each, FAR / rows.rows()); // the first is drawn with equal chances
    }
    try (Scope scope = Scope.withoutGradients()) {
      boolean few = k > 1 && (long) rows.rows() * rows.rows() <= productsKept;
      Optional<Tensor> kept = few ? Optional.of(productsOfAll()) : Optional.empty();
      for (int i = 0; i < k; i++) {
        int[] newest = new int[tries];
        for (int t = 0; t < tries; t++) {
          newest[t] = drawn(nearest[t], randoms.get(t));
          drawn[t][i] = newest[t];
        }
        if (i + 1 < k) {
          approach(newest, nearest, kept, i + 1);
        }
      }
    }
    return drawn;
  }

  /** Takes the newest centre of each try among those that rows may be near to. */
  private void approach(int[] newest, double[][] nearest, Optional<Tensor> kept, int drawn) {
    try (Scope scope = Scope.withoutGradients()) {
      if (kept.isPresent()) {
        looked.accept(drawn);
        approach(newest, nearest, 0, kept.get().index_select(0, indices(newest)));
      } else {
        Tensor centres = Tensors.of(values(rows, newest), newest.length, rows.width());
        blocks.each(
            (from, x) -> {
              looked.accept(drawn);
              approach(newest, nearest, from, centres.mm(x.t()));
            });
      }
    }
  }

  /**
   * Takes centres among those that some rows may be near to.
   *
   * @param from the first of the rows
   * @param products of the centres with these rows, {@code [tries, rows]}
   */
  private void approach(int[] newest, double[][] nearest, int from, Tensor products) {
    double[] all = Tensors.toDoubles(products);
    int count = all.length / newest.length;
    for (int t = 0; t < newest.length; t++) {
      double[] own = nearest[t];
      for (int i = 0; i < count; i++) {
        double distance =
            Math.max(0, squares[newest[t]] + squares[from + i] - 2 * all[t * count + i]);
        own[from + i] = Math.min(own[from + i], distance);
      }
    }
  }

  private Tensor productsOfAll() {
    Tensor products = Tensors.zeros(Precision.FLOAT64, rows.rows(), rows.rows());
    blocks.each(
        (from, x) ->
            blocks.each(
                (other, y) -> {
                  looked.accept(0);
                  products
                      .narrow(0, from, x.size(0))
                      .narrow(1, other, y.size(0))
                      .copy_(x.mm(y.t()));
                }));
    return products;
  }

  private static Tensor indices(int[] rows) {
    return Tensors.of(IntStream.of(rows).asLongStream().toArray(), rows.length);
  }

  /** Returns the values of some rows in 64 bits, one row after the other. */
  static double[] values(FeatureRows rows, int... indices) {
    float[] values = new float[Math.multiplyExact(indices.length, rows.width())];
    rows.select(indices).read(0, indices.length, values);
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static int drawn(double[] chances, CropRandom random) {
    double left = random.uniform(0, 1) * Arrays.stream(chances).sum();
    int last = -1;
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] > 0) {
        last = i;
        left -= chances[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last < 0 ? random.below(chances.length) : last;
  }
}
