package mugs.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Groups of rows around their means, the best of several tries: Lloyd's iteration from centres that
 * k-means++ draws (Arthur and Vassilvitskii, 2007), until no row changes its group, at most 300
 * times.
 *
 * @param clusters number of each row's group, from 0 to k - 1; not copied
 * @param inertia sum of the squared distances of rows to the mean of their group
 * @param iterations of the try that was best, 1 to 300
 */
public record KMeans(int[] clusters, double inertia, int iterations) {
  private static final int MOST_ITERATIONS = 300;

  /** The inertia before anything was grouped. */
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /**
   * How far a search is.
   *
   * @param attempt that is under way, from 1; 0 while centres are drawn, for all tries at once
   * @param tries of all
   * @param centres of each try that were drawn, up to k
   * @param k number of groups
   * @param iteration that is under way, from 1; 0 while centres are drawn
   * @param inertia of the iteration before; infinite while there is none
   */
  public record Progress(
      int attempt, int tries, int centres, int k, int iteration, double inertia) {

    /** Returns it in words. */
    public String words() {
      if (attempt == 0) {
        return String.format(Locale.ROOT, "%,d of %,d centres drawn", centres, k);
      }
      String now =
          String.format(Locale.ROOT, "try %,d of %,d, iteration %d", attempt, tries, iteration);
      return Double.isInfinite(inertia)
          ? now
          : String.format(Locale.ROOT, "%s, inertia %.6g", now, inertia);
    }
  }

  /** Centres and where they put the rows. */
  private record State(double[] centres, int[] clusters, double[] distances, double inertia) {}

  /**
   * Groups rows.
   *
   * @param rows {@code [rows, width]}, as they are to be measured
   * @param k number of groups, 1 to the number of rows
   * @param tries from different centres, at least 1: the one of the smallest inertia is taken
   * @param seed of the centres
   * @param listener hears how far it is before each block of rows, and may end it by throwing
   * @throws IllegalArgumentException if k or the tries are out of range
   */
  public static KMeans of(
      FeatureRows rows, int k, int tries, long seed, Consumer<Progress> listener) {
    if (k < 1 || k > rows.rows()) {
      throw new IllegalArgumentException(
          "%d rows cannot make %d groups: ask for 1 to %d".formatted(rows.rows(), k, rows.rows()));
    }
    if (tries < 1) {
      throw new IllegalArgumentException("at least 1 try is needed, not " + tries);
    }
    return Engine.call(
        () -> {
          KMeans best = new KMeans(new int[0], Double.POSITIVE_INFINITY, 0);
          try (TensorBlocks blocks = new TensorBlocks(rows, k)) {
            double[] squares = squares(blocks);
            int[][] starts =
                new StartingCentres(
                        rows,
                        blocks,
                        squares,
                        StartingCentres.PRODUCTS_KEPT,
                        drawn -> listener.accept(new Progress(0, tries, drawn, k, 0, UNKNOWN)))
                    .draw(k, seed, tries);
            for (int i = 0; i < tries; i++) {
              Search search = new Search(rows, blocks, squares, k, i + 1, tries, listener);
              KMeans one = search.from(starts[i]);
              best = one.inertia < best.inertia ? one : best;
            }
          }
          return best;
        });
  }

  private static double[] squares(TensorBlocks blocks) {
    double[] squares = new double[blocks.rows()];
    blocks.each(
        (from, x) -> {
          double[] block = Tensors.toDoubles(x.mul(x).sum(1));
          System.arraycopy(block, 0, squares, from, block.length);
        });
    return squares;
  }

  /** Rows, and how many groups they are to make. */
  private record Search(
      FeatureRows rows,
      TensorBlocks blocks,
      double[] squares,
      int k,
      int attempt,
      int tries,
      Consumer<Progress> listener) {

    KMeans from(int[] start) {
      State state = assigned(StartingCentres.values(rows, start), at(1, UNKNOWN));
      int iterations = 0;
      boolean over = false;
      while (!over && iterations < MOST_ITERATIONS) {
        iterations++;
        Progress now = at(iterations, state.inertia);
        State next = assigned(means(state, now), now);
        over = Arrays.equals(next.clusters, state.clusters);
        state = next;
      }
      return new KMeans(state.clusters, state.inertia, iterations);
    }

    private Progress at(int iteration, double inertia) {
      return new Progress(attempt, tries, k, k, iteration, inertia);
    }

    /** Finds the nearest centre of each row; of centres equally near the lower one. */
    private State assigned(double[] centres, Progress now) {
      int width = rows.width();
      int count = centres.length / width;
      int[] clusters = new int[rows.rows()];
      double[] distances = new double[rows.rows()];
      double[] lengths = new double[count];
      for (int i = 0; i < centres.length; i++) {
        lengths[i / width] += centres[i] * centres[i];
      }
      try (Scope scope = Scope.withoutGradients()) {
        Tensor turned = Tensors.of(centres, count, width).t();
        blocks.each(
            (from, x) -> {
              listener.accept(now);
              double[] products = Tensors.toDoubles(x.mm(turned));
              for (int i = 0; i < x.size(0); i++) {
                int nearest = 0;
                double smallest = Double.POSITIVE_INFINITY;
                for (int centre = 0; centre < count; centre++) {
                  double distance = lengths[centre] - 2 * products[i * count + centre];
                  if (distance < smallest) {
                    smallest = distance;
                    nearest = centre;
                  }
                }
                clusters[from + i] = nearest;
                distances[from + i] = Math.max(0, squares[from + i] + smallest);
              }
            });
      }
      return new State(centres, clusters, distances, Arrays.stream(distances).sum());
    }

    /** Returns the means of the groups; an empty one gets the row that is farthest from its own. */
    private double[] means(State state, Progress now) {
      int width = rows.width();
      double[] distances = state.distances.clone();
      int[] counts = new int[k];
      for (int cluster : state.clusters) {
        counts[cluster]++;
      }
      try (Scope scope = Scope.withoutGradients()) {
        Tensor sums = Tensors.of(new double[k * width], k, width);
        blocks.each(
            (from, x) -> {
              listener.accept(now);
              long[] own = new long[(int) x.size(0)];
              for (int i = 0; i < own.length; i++) {
                own[i] = state.clusters[from + i];
              }
              sums.index_add_(0, Tensors.of(own, own.length), x);
            });
        double[] means = Tensors.toDoubles(sums);
        float[] row = new float[width];
        for (int cluster = 0; cluster < k; cluster++) {
          if (counts[cluster] == 0) {
            int farthest = farthest(distances);
            distances[farthest] = 0;
            rows.read(farthest, 1, row);
          }
          for (int j = 0; j < width; j++) {
            int at = cluster * width + j;
            means[at] = counts[cluster] == 0 ? row[j] : means[at] / counts[cluster];
          }
        }
        return means;
      }
    }
  }

  private static int farthest(double[] distances) {
    int farthest = 0;
    for (int i = 1; i < distances.length; i++) {
      farthest = distances[i] > distances[farthest] ? i : farthest;
    }
    return farthest;
  }
}
