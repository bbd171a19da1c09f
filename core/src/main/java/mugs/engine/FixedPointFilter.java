package mugs.engine;

import mugs.engine.Resampler.Filter;

/**
 * One pass of an antialiased filter along rows or columns in whole numbers, with weights of 22 bits
 * behind the point and in the order of Pillow's program ({@code Resample.c}), so that ties fall as
 * they fall there.
 */
final class FixedPointFilter {
  private static final int BITS = 22;
  private static final int HALF = 1 << (BITS - 1);
  private static final int CHANNELS = 3;
  private static final int BRIGHTEST = 255;

  /** Keys' a. */
  private static final double SHARPNESS = -0.5;

  private final int[] starts;
  private final int[][] weights;

  /**
   * Works out the weights.
   *
   * @param from pixels along the side that changes
   * @param to pixels there afterwards
   * @param filter to use
   */
  FixedPointFilter(int from, int to, Filter filter) {
    starts = new int[to];
    weights = new int[to][];
    double scale = (double) from / to;
    double stretch = Math.max(1, scale);
    double support = (filter == Filter.BICUBIC ? 2 : 1) * stretch;
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int start = (int) Math.max(0, centre - support + 0.5);
      int end = (int) Math.min(from, centre + support + 0.5);
      double[] exact = new double[end - start];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = weight((k + start - centre + 0.5) / stretch, filter);
        sum += exact[k];
      }
      starts[i] = start;
      weights[i] = new int[exact.length];
      for (int k = 0; k < exact.length; k++) {
        double scaled = exact[k] / sum * (1 << BITS);
        weights[i][k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
      }
    }
  }

  private static double weight(double distance, Filter filter) {
    double x = Math.abs(distance);
    if (filter == Filter.BILINEAR) {
      return Math.max(0, 1 - x);
    } else if (x < 1) {
      return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * SHARPNESS : 0;
  }

  /**
   * Filters rows.
   *
   * @param rgb {@code [height, from, 3]}
   * @param height rows
   * @param from pixels of a row
   * @return {@code [height, to, 3]}
   */
  byte[] alongRows(byte[] rgb, int height, int from) {
    byte[] result = new byte[height * starts.length * CHANNELS];
    for (int row = 0, at = 0; row < height; row++) {
      for (int i = 0; i < starts.length; i++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          int first = (row * from + starts[i]) * CHANNELS + channel;
          result[at++] = sum(rgb, first, CHANNELS, weights[i]);
        }
      }
    }
    return result;
  }

  /**
   * Filters columns.
   *
   * @param rgb {@code [from, width, 3]}
   * @param width columns
   * @return {@code [to, width, 3]}
   */
  byte[] alongColumns(byte[] rgb, int width) {
    int rowBytes = width * CHANNELS;
    byte[] result = new byte[starts.length * rowBytes];
    for (int i = 0, at = 0; i < starts.length; i++) {
      for (int column = 0; column < rowBytes; column++) {
        result[at++] = sum(rgb, starts[i] * rowBytes + column, rowBytes, weights[i]);
      }
    }
    return result;
  }

  private static byte sum(byte[] values, int first, int step, int[] weights) {
    int sum = HALF;
    for (int k = 0, at = first; k < weights.length; k++, at += step) {
      sum += (values[at] & 0xff) * weights[k];
    }
    return (byte) Math.max(0, Math.min(BRIGHTEST, sum >> BITS));
  }
}
