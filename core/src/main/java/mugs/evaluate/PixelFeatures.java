package mugs.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mugs.engine.Engine;
import mugs.engine.Workers;
import mugs.image.ImageDecoder;
import mugs.load.Normalisation;
import mugs.measure.FeatureMatrix;
import mugs.source.PictureSource;

/** The pixels of pictures as their features: what any network has to be better than. */
final class PixelFeatures {

  /** Pictures are made this small at most: 3,072 numbers each. */
  static final int LARGEST_SIDE = 32;

  private static final int PICTURES_A_TASK = 64;

  private final PictureSource source;
  private final int[] pictures;
  private final int side;
  private final Taken taken;
  private final int total;
  private int done;

  /** Hears how many pictures were taken of all, on any thread; may end the work by throwing. */
  @FunctionalInterface
  interface Taken {
    void of(int done, int total);
  }

  /**
   * Prepares the work.
   *
   * @param source of the pictures
   * @param pictures their indices, all of which can be read
   * @param size of the square that a network sees; larger ones are made smaller here
   * @param passes over the pictures that will be made, each with its own preparation
   * @param taken hears of each picture
   */
  PixelFeatures(PictureSource source, int[] pictures, int size, int passes, Taken taken) {
    this.source = source;
    this.pictures = pictures;
    this.side = Math.min(size, LARGEST_SIDE);
    this.total = Math.multiplyExact(passes, pictures.length);
    this.taken = taken;
  }

  /**
   * Returns the normalised pixels of pictures, one row each.
   *
   * @param preparation of the pictures
   * @throws IOException if one cannot be read
   */
  FeatureMatrix of(Preparation preparation) throws IOException {
    int width = Normalisation.IMAGENET.channels() * side * side;
    float[] values = new float[Math.multiplyExact(pictures.length, width)];
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int from = 0; from < pictures.length; from += PICTURES_A_TASK) {
      int first = from;
      int end = Math.min(pictures.length, from + PICTURES_A_TASK);
      tasks.add(
          () -> {
            for (int row = first; row < end; row++) {
              float[] planes = planes(pictures[row], preparation);
              System.arraycopy(planes, 0, values, row * width, width);
              count();
            }
            return end;
          });
    }
    try (Workers workers = new Workers(Engine.processors(), 1)) {
      workers.run(tasks);
    } catch (UncheckedIOException e) {
      throw new IOException("cannot take the pixels of " + e.getMessage(), e);
    }
    return new FeatureMatrix(pictures.length, width, values);
  }

  private synchronized void count() {
    taken.of(++done, total);
  }

  private float[] planes(int picture, Preparation preparation) {
    try {
      return Normalisation.IMAGENET.planes(
          preparation.seen(picture, ImageDecoder.decode(source.read(picture)), side));
    } catch (IOException e) {
      throw new UncheckedIOException(source.path(picture) + ": " + e.getMessage(), e);
    }
  }
}
