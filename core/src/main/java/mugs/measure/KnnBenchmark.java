package mugs.measure;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Device;
import mugs.engine.ProcessMemory;
import mugs.engine.SgemmRate;

/**
 * Measures how fast nearest neighbours are found, beside the rate of large matrix products. Rounds
 * of both take turns; figures are medians.
 */
public final class KnnBenchmark {
  private static final double NANOS_A_SECOND = 1e9;

  /**
   * What was measured.
   *
   * @param seconds of one search for all queries
   * @param operations of its matrix products, {@code 2 x queries x rows x width}
   * @param sgemmPerSecond median rate of 2,048 x 2,048 float32 products, before and after searches
   * @param peakResidentBytes the most memory the process ever held; 0 where the system does not
   *     tell
   */
  public record Result(
      double seconds, double operations, double sgemmPerSecond, long peakResidentBytes) {

    /** Returns the rate of operations over that of large matrix products. */
    public double sgemmShare() {
      return operations / seconds / sgemmPerSecond;
    }
  }

  private KnnBenchmark() {}

  /**
   * Returns made-up rows of unit length in a hundred clusters, which are made as they are read.
   *
   * @param rows how many, at least 1
   * @param width of each, at least 1
   * @param seed of the rows: others of the same width lie in the same clusters
   */
  public static FeatureRows rows(int rows, int width, long seed) {
    return new MadeUpRows(rows, width, seed);
  }

  /**
   * Searches once to warm up, then several times.
   *
   * @param gallery rows that are searched, at least k
   * @param queries rows that are looked up
   * @param k neighbours of each
   * @param rounds of the search, at least 1
   */
  public static Result run(FeatureRows gallery, FeatureRows queries, int k, int rounds) {
    NearestNeighbours.find(gallery, queries, k);
    List<Double> rates = new ArrayList<>(SgemmRate.measurePart(Device.CPU, 1 + rounds));
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      NearestNeighbours.find(gallery, queries, k);
      seconds.add((System.nanoTime() - start) / NANOS_A_SECOND);
      rates.addAll(SgemmRate.measurePart(Device.CPU, 1 + rounds));
    }
    return new Result(
        Median.of(seconds),
        2.0 * queries.rows() * gallery.rows() * gallery.width(),
        Median.of(rates),
        ProcessMemory.peak().orElse(0));
  }
}
