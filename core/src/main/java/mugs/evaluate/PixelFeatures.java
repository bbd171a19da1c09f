package mugs.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mugs.engine.Engine;
import mugs.engine.Workers;
import mugs.image.ImageDecoder;
import mugs.image.UnreadablePictureException;
import mugs.load.Normalisation;
import mugs.measure.FeatureMatrix;
import mugs.source.PictureSource;

/** The pixels of pictures as their features: what any network has to be better than. */
final class PixelFeatures {

  /** Pictures are made this small at most: 3,072 numbers each. */
  static final int LARGEST_SIDE = 32;

  private static final int PICTURES_A_TASK = 64;

  private PixelFeatures() {}

  /**
   * Returns the normalised pixels of pictures, one row each.
   *
   * @param source of the pictures
   * @param pictures their indices, all of which can be read
   * @param preparation of the pictures
   * @param size of the square that a network sees; larger ones are made smaller here
   * @throws IOException if one cannot be read
   */
  static FeatureMatrix of(PictureSource source, int[] pictures, Preparation preparation, int size)
      throws IOException {
    int side = Math.min(size, LARGEST_SIDE);
    int width = Normalisation.IMAGENET.channels() * side * side;
    float[] values = new float[Math.multiplyExact(pictures.length, width)];
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int from = 0; from < pictures.length; from += PICTURES_A_TASK) {
      int first = from;
      int end = Math.min(pictures.length, from + PICTURES_A_TASK);
      tasks.add(
          () -> {
            for (int row = first; row < end; row++) {
              float[] planes = planes(source, pictures[row], preparation, side);
              System.arraycopy(planes, 0, values, row * width, width);
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

  private static float[] planes(
      PictureSource source, int picture, Preparation preparation, int side) {
    try {
      return Normalisation.IMAGENET.planes(
          preparation.seen(picture, ImageDecoder.decode(source.read(picture)), side));
    } catch (IOException e) {
      throw new UncheckedIOException(source.path(picture) + ": " + e.getMessage(), e);
    } catch (UnreadablePictureException e) {
      throw new UncheckedIOException(
          source.path(picture) + ": " + e.getMessage(), new IOException(e));
    }
  }
}
