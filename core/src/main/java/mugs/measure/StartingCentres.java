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
 * Draws rows for k-means to start from by greedy k-means++ (Arthur and Vassilvitskii, 2007): rows
 * are drawn with a chance as their squared distance to the nearest centre so far; of {@code 2 + ln
 * k} that are, the one is taken that leaves all rows the least far from their centres. scikit-learn
 * does the same.
 */
/*
 * Every candidate needs its distance to all rows, so that drawing one by one reads all rows
 * hundreds of times, for each try. Two things save that: tries are drawn side by side, so that all
 * of their candidates take two looks at the rows for each centre; and the products of a few
 * thousand rows with each other are computed once.
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
        int[] candidates = new int[tries * (i == 0 ? 1 : candidates(k))];
        for (int c = 0; c < candidates.length; c++) {
          int t = c % tries;
          candidates[c] = drawn(nearest[t], randoms.get(t));
        }
        int[] newest = i == 0 ? candidates : best(candidates, nearest, kept, i);
        for (int t = 0; t < tries; t++) {
          drawn[t][i] = newest[t];
        }
        if (i + 1 < k) {
          approach(newest, nearest, kept, i + 1);
        }
      }
    }
    return drawn;
  }

  /** So many rows are drawn for each centre, as in scikit-learn. */
  private static int candidates(int k) {
    return 2 + (int) Math.log(k);
  }

  /**
   * Returns each try's candidate that leaves rows the least far; of equally good ones the first.
   */
  private int[] best(int[] candidates, double[][] nearest, Optional<Tensor> kept, int drawn) {
    int tries = nearest.length;
    double[] left = new double[candidates.length];
    each(
        candidates,
        kept,
        drawn,
        (c, row, distance) -> left[c] += Math.min(nearest[c % tries][row], distance));
    int[] best = new int[tries];
    for (int t = 0; t < tries; t++) {
      int least = t;
      for (int c = t; c < left.length; c += tries) {
        least = left[c] < left[least] ? c : least;
      }
      best[t] = candidates[least];
    }
    return best;
  }

  /** Takes the newest centre of each try among those that rows may be near to. */
  private void approach(int[] newest, double[][] nearest, Optional<Tensor> kept, int drawn) {
    each(
        newest,
        kept,
        drawn,
        (t, row, distance) -> nearest[t][row] = Math.min(nearest[t][row], distance));
  }

  /** Hears the squared distance of one of several centres to a row. */
  @FunctionalInterface
  private interface Distances {
    void take(int centre, int row, double distance);
  }

  /** Goes through the distances of centres to all rows. */
  private void each(int[] centres, Optional<Tensor> kept, int drawn, Distances distances) {
    try (Scope scope = Scope.withoutGradients()) {
      if (kept.isPresent()) {
        looked.accept(drawn);
        each(centres, 0, kept.get().index_select(0, indices(centres)), distances);
      } else {
        Tensor values = Tensors.of(values(rows, centres), centres.length, rows.width());
        blocks.each(
            (from, x) -> {
              looked.accept(drawn);
              each(centres, from, values.mm(x.t()), distances);
            });
      }
    }
  }

  /**
   * Goes through the distances of centres to some rows.
   *
   * @param from the first of the rows
   * @param products of the centres with these rows, {@code [centres, rows]}
   */
  private void each(int[] centres, int from, Tensor products, Distances distances) {
    double[] all = Tensors.toDoubles(products);
    int count = all.length / centres.length;
    for (int c = 0; c < centres.length; c++) {
      double own = squares[centres[c]];
      for (int i = 0; i < count; i++) {
        double distance = own + squares[from + i] - 2 * all[c * count + i];
        distances.take(c, from + i, Math.max(0, distance));
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
