package mugs.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Whole rankings of a gallery by cosine similarity: how far in front are the pictures of a query's
 * class? Of pictures equally near, the one with the lower index comes first.
 *
 * @param meanAveragePrecision mean over queries of the average precision: the mean, over all
 *     gallery pictures of the query's class, of the share of that class among all that come no
 *     later
 * @param recall for each k that was asked for, the share of queries with at least one picture of
 *     their class among the k nearest, 0 to 1; not copied
 * @param queries that were counted
 * @param withoutMatch queries that were not, as the gallery has nothing of their class
 */
public record Retrieval(
    double meanAveragePrecision, double[] recall, int queries, int withoutMatch) {

  /** Similarities of the queries that a thread has in hand, at most: 128 MB. */
  private static final int SIMILARITIES = 1 << 25;

  private static final int MOST_QUERIES = 256;

  /**
   * Labels at one level.
   *
   * @param gallery label of each gallery picture; not copied
   * @param queries label of each query; not copied
   */
  public record Classes(int[] gallery, int[] queries) {}

  /** Sums over queries. */
  private static final class Sums {
    double precision;
    final long[] found;
    int queries;
    int withoutMatch;

    Sums(int ks) {
      found = new long[ks];
    }
  }

  /**
   * Measures at several levels of labels at once.
   *
   * @param gallery {@code [gallery rows, width]}, of any length
   * @param queries {@code [queries, width]}, of any length
   * @param others whether query i is gallery row i, and not to be found by itself
   * @param levels labels at each level, at least one
   * @param ks for the recall, each at least 1
   * @param listener hears how many queries are done
   * @return one for each level
   * @throws IllegalArgumentException if sizes do not fit
   */
  public static List<Retrieval> measure(
      FeatureRows gallery,
      FeatureRows queries,
      boolean others,
      List<Classes> levels,
      List<Integer> ks,
      IntConsumer listener) {
    check(gallery, queries, others, levels, ks);
    FeatureRows unitGallery = gallery.unitRows();
    FeatureRows unitQueries = queries.unitRows();
    List<Sums> sums = levels.stream().map(level -> new Sums(ks.size())).toList();
    int block = Math.max(1, Math.min(MOST_QUERIES, SIMILARITIES / gallery.rows()));
    try (Workers workers = new Workers(Engine.processors(), 1)) {
      int step = block * workers.count();
      for (int from = 0; from < queries.rows(); from += step) {
        List<Callable<List<Sums>>> work = new ArrayList<>();
        for (int at = from; at < Math.min(queries.rows(), from + step); at += block) {
          int first = at;
          int count = Math.min(block, queries.rows() - at);
          work.add(
              () -> {
                float[] own = new float[count * queries.width()];
                unitQueries.read(first, count, own);
                float[] similar = similarities(unitGallery, own, count);
                return sums(similar, first, count, others, levels, ks);
              });
        }
        workers.run(work).forEach(part -> add(sums, part)); // in the order of the queries
        listener.accept(Math.min(queries.rows(), from + step));
      }
    }
    return sums.stream().map(Retrieval::of).toList();
  }

  private static void check(
      FeatureRows gallery,
      FeatureRows queries,
      boolean others,
      List<Classes> levels,
      List<Integer> ks) {
    if (gallery.width() != queries.width() || (others && gallery.rows() != queries.rows())) {
      throw new IllegalArgumentException(
          "a gallery of %d x %d does not go with queries of %d x %d"
              .formatted(gallery.rows(), gallery.width(), queries.rows(), queries.width()));
    }
    if (ks.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("k must be at least 1, not " + ks);
    }
    for (Classes level : levels) {
      Labels.check("gallery", level.gallery, gallery.rows(), Integer.MAX_VALUE);
      Labels.check("query", level.queries, queries.rows(), Integer.MAX_VALUE);
    }
  }

  /**
   * Returns the cosines of some queries, {@code [queries, gallery rows]}: products in 64 bits, then
   * rounded, so that equal rows have equal cosines wherever they stand.
   */
  private static float[] similarities(FeatureRows gallery, float[] queries, int count) {
    float[] similarities = new float[Math.multiplyExact(count, gallery.rows())];
    try (TensorBlocks blocks = TensorBlocks.once(gallery, count);
        Scope scope = Scope.withoutGradients()) {
      Tensor asked = Tensors.of(queries, count, gallery.width()).to(ScalarType.Double);
      blocks.each(
          (from, x) -> {
            float[] products = Tensors.toFloats(asked.mm(x.t()));
            int rows = products.length / count;
            for (int query = 0; query < count; query++) {
              System.arraycopy(
                  products, query * rows, similarities, query * gallery.rows() + from, rows);
            }
          });
    }
    return similarities;
  }

  private static List<Sums> sums(
      float[] similarities,
      int first,
      int count,
      boolean others,
      List<Classes> levels,
      List<Integer> ks) {
    List<Sums> sums = new ArrayList<>();
    int rows = similarities.length / count;
    for (Classes level : levels) {
      Sums own = new Sums(ks.size());
      for (int query = 0; query < count; query++) {
        int leftOut = others ? first + query : -1;
        int[] ranks =
            ranks(similarities, query * rows, level.gallery, level.queries[first + query], leftOut);
        take(own, ranks, ks);
      }
      sums.add(own);
    }
    return sums;
  }

  /** Returns the ranks of the gallery rows of a class, from 1, rising. */
  private static int[] ranks(
      float[] similarities, int start, int[] labels, int wanted, int leftOut) {
    float[] own = new float[labels.length];
    int found = 0;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] == wanted && row != leftOut) {
        own[found++] = similarities[start + row];
      }
    }
    float[] sorted = Arrays.copyOf(own, found);
    Arrays.sort(sorted);
    // ahead[i]: rows of other classes before exactly i of these, the farthest; of rows with the
    // same
    // similarity the one with the lower index comes first
    int[] ahead = new int[found + 1];
    int[] seenEqual = new int[found];
    for (int row = 0; row < labels.length; row++) {
      if (row == leftOut) {
        continue;
      }
      float similarity = similarities[start + row];
      if (labels[row] == wanted) {
        seenEqual[firstNotBelow(sorted, similarity)]++;
      } else if (found > 0) {
        int below = firstNotBelow(sorted, similarity);
        boolean equal = below < found && sorted[below] == similarity;
        int beaten = equal ? below + equalCount(sorted, below) - seenEqual[below] : below;
        ahead[beaten]++;
      }
    }
    int[] ranks = new int[found];
    int before = 0;
    for (int i = found - 1; i >= 0; i--) {
      before += ahead[i + 1];
      ranks[found - 1 - i] = before + (found - i);
    }
    return ranks;
  }

  private static int firstNotBelow(float[] sorted, float value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static int equalCount(float[] sorted, int from) {
    int to = from;
    while (to < sorted.length && sorted[to] == sorted[from]) {
      to++;
    }
    return to - from;
  }

  private static void take(Sums sums, int[] ranks, List<Integer> ks) {
    if (ranks.length == 0) {
      sums.withoutMatch++;
      return;
    }
    double precision = 0;
    for (int i = 0; i < ranks.length; i++) {
      precision += (i + 1.0) / ranks[i];
    }
    sums.precision += precision / ranks.length;
    sums.queries++;
    for (int i = 0; i < ks.size(); i++) {
      sums.found[i] += ranks[0] <= ks.get(i) ? 1 : 0;
    }
  }

  private static void add(List<Sums> sums, List<Sums> part) {
    for (int level = 0; level < sums.size(); level++) {
      Sums all = sums.get(level);
      Sums own = part.get(level);
      all.precision += own.precision;
      all.queries += own.queries;
      all.withoutMatch += own.withoutMatch;
      for (int i = 0; i < all.found.length; i++) {
        all.found[i] += own.found[i];
      }
    }
  }

  private static Retrieval of(Sums sums) {
    double[] recall = new double[sums.found.length];
    for (int i = 0; i < recall.length; i++) {
      recall[i] = (double) sums.found[i] / Math.max(1, sums.queries);
    }
    return new Retrieval(
        sums.precision / Math.max(1, sums.queries), recall, sums.queries, sums.withoutMatch);
  }
}
