package mugs.image;

import java.util.Random;

/**
 * A picture made up to be as heavy for decoder and operations as a photo: gradients, shapes with
 * edges, texture at all scales and sensor noise. The same on every machine.
 */
public final class SamplePhoto {

  /** Width of a usual picture of ImageNet, in pixels. */
  public static final int WIDTH = 500;

  /** Height of it. */
  public static final int HEIGHT = 375;

  private static final int QUALITY = 90;
  private static final int SHAPES = 24;
  private static final int COARSEST_CELL = 128;
  private static final double NOISE = 5;

  private SamplePhoto() {}

  /** Returns the picture as a JPEG file of quality 90, some 60 kB. */
  public static byte[] jpeg() {
    return ImageEncoder.jpeg(pixels(WIDTH, HEIGHT), QUALITY);
  }

  /**
   * Returns such a picture of another size.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public static RgbImage pixels(int width, int height) {
    Random random = new Random(1);
    double[] values = new double[3 * width * height];
    gradients(values, width, height, random);
    for (int i = 0; i < SHAPES; i++) {
      shape(values, width, height, random);
    }
    for (int cell = COARSEST_CELL; cell >= 2; cell /= 2) {
      texture(values, width, height, cell, random);
    }
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      double value = values[i] + NOISE * random.nextGaussian();
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return new RgbImage(width, height, pixels);
  }

  private static void gradients(double[] values, int width, int height, Random random) {
    for (int c = 0; c < 3; c++) {
      double start = 60 + 80 * random.nextDouble();
      double across = 120 * (random.nextDouble() - 0.5);
      double down = 160 * (random.nextDouble() - 0.5);
      for (int y = 0, i = c; y < height; y++) {
        for (int x = 0; x < width; x++, i += 3) {
          values[i] = start + across * x / width + down * y / height;
        }
      }
    }
  }

  /** Mixes an ellipse of one colour into the picture. */
  private static void shape(double[] values, int width, int height, Random random) {
    double left = width * random.nextDouble();
    double top = height * random.nextDouble();
    double wide = width * (0.02 + 0.2 * random.nextDouble());
    double high = height * (0.02 + 0.2 * random.nextDouble());
    double[] colour = {
      255 * random.nextDouble(), 255 * random.nextDouble(), 255 * random.nextDouble()
    };
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across = (x - left) / wide;
        double down = (y - top) / high;
        boolean inside = across * across + down * down < 1;
        for (int c = 0; c < 3; c++, i++) {
          values[i] += inside ? 0.7 * (colour[c] - values[i]) : 0;
        }
      }
    }
  }

  /** Adds random values at the corners of cells, with straight lines between them. */
  private static void texture(double[] values, int width, int height, int cell, Random random) {
    double strength = 5 + 0.15 * cell;
    int columns = width / cell + 2;
    double[] corners = new double[columns * (height / cell + 2)];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = strength * random.nextGaussian();
    }
    for (int y = 0, i = 0; y < height; y++) {
      double down = (double) (y % cell) / cell;
      for (int x = 0; x < width; x++, i += 3) {
        double across = (double) (x % cell) / cell;
        int corner = y / cell * columns + x / cell;
        double above = corners[corner] + across * (corners[corner + 1] - corners[corner]);
        corner += columns;
        double below = corners[corner] + across * (corners[corner + 1] - corners[corner]);
        double value = above + down * (below - above);
        values[i] += value;
        values[i + 1] += value;
        values[i + 2] += 0.8 * value;
      }
    }
  }
}
