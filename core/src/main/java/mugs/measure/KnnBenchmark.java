package mugs.measure;

import java.util.ArrayList;
import java.util.List;
import mugs.augment.CropRandom;
import mugs.engine.Device;
import mugs.engine.ProcessMemory;
import mugs.engine.SgemmRate;

/**
 * Measures how fast nearest neighbours are found, beside the rate of large matrix products. Rounds
 * of both take turns; figures are medians.
 */
public final class KnnBenchmark {
  private static final double NANOS_A_SECOND = 1e9;
  private static final int ROUNDS = 5;
  private static final int CLUSTERS = 100;

  /** Of a row's values, how much is that of its cluster. */
  private static final double ALIKE = 0.7;

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
   * Searches among made-up rows of unit length in a hundred clusters; once to warm up, then five
   * times.
   *
   * @param rows of the gallery, at least k
   * @param queries that are looked up, at least 1
   * @param width of both, at least 1
   * @param k neighbours of each
   * @throws InterruptedException if the thread is interrupted between two rounds
   */
  public static Result run(int rows, int queries, int width, int k) throws InterruptedException {
    FeatureMatrix gallery = rows(rows, width, 1);
    FeatureMatrix asked = rows(queries, width, 2);
    NearestNeighbours.find(gallery, asked, k);
    List<Double> rates = new ArrayList<>(SgemmRate.measurePart(Device.CPU, 1 + ROUNDS));
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long start = System.nanoTime();
      NearestNeighbours.find(gallery, asked, k);
      seconds.add((System.nanoTime() - start) / NANOS_A_SECOND);
      rates.addAll(SgemmRate.measurePart(Device.CPU, 1 + ROUNDS));
    }
    return new Result(
        Median.of(seconds),
        2.0 * queries * rows * width,
        Median.of(rates),
        ProcessMemory.peak().orElse(0));
  }

  private static FeatureMatrix rows(int rows, int width, long seed) {
    float[][] centres = new float[CLUSTERS][width];
    CropRandom drawn = CropRandom.of(0);
    for (float[] centre : centres) {
      for (int i = 0; i < width; i++) {
        centre[i] = (float) drawn.uniform(-1, 1);
      }
    }
    CropRandom random = CropRandom.of(seed);
    float[] values = new float[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      float[] centre = centres[random.below(CLUSTERS)];
      for (int i = 0; i < width; i++) {
        values[row * width + i] = (float) (ALIKE * centre[i] + random.uniform(-1, 1));
      }
    }
    return new FeatureMatrix(rows, width, values).unitRows();
  }
}
