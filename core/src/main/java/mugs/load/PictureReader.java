package mugs.load;

import java.io.IOException;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pictures of a source, and puts the next readable one in the place of one that is not. Which
 * one that is follows from the index alone, so it is the same for any number of threads.
 */
public final class PictureReader {
  private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

  private final PictureSource source;
  private final SkippedPictures skipped;
  private final long maxPixels;

  /**
   * A picture and where it stands.
   *
   * @param index in the source
   * @param image its pixels
   * @param divisor by which its sides were divided and rounded up, 1, 2, 4 or 8
   * @param width of the whole picture, in pixels
   * @param height of the whole picture, in pixels
   */
  public record Read(int index, RgbImage image, int divisor, int width, int height) {}

  /** Chooses how much smaller than stored a JPEG is decoded. */
  @FunctionalInterface
  public interface Reduction {

    /**
     * Chooses for one picture, before it is decoded.
     *
     * @param index in the source
     * @param width of the picture, upright, in pixels
     * @param height of the picture, upright, in pixels
     * @return 1, 2, 4 or 8: each side is divided by it and rounded up
     */
    int of(int index, int width, int height);
  }

  /**
   * Reads from a source, pictures of up to {@link ImageDecoder#MAX_PIXELS}.
   *
   * @param source of the pictures
   * @param skipped takes what cannot be read
   */
  public PictureReader(PictureSource source, SkippedPictures skipped) {
    this(source, skipped, ImageDecoder.MAX_PIXELS);
  }

  /**
   * Reads from a source.
   *
   * @param source of the pictures
   * @param skipped takes what cannot be read
   * @param maxPixels most pixels that a picture may claim to have
   */
  public PictureReader(PictureSource source, SkippedPictures skipped, long maxPixels) {
    this.source = source;
    this.skipped = skipped;
    this.maxPixels = maxPixels;
  }

  /** Returns what could not be read so far. */
  public SkippedPictures skipped() {
    return skipped;
  }

  /**
   * Returns a picture in its own size, or the next one that can be read.
   *
   * @param index from 0 to the number of pictures - 1
   * @throws TooManySkippedException if too many cannot be read
   */
  public Read read(int index) throws TooManySkippedException {
    return read(index, (at, width, height) -> 1);
  }

  /**
   * Returns a picture, or the next one that can be read.
   *
   * @param index from 0 to the number of pictures - 1
   * @param reduction asked for JPEGs alone
   * @throws TooManySkippedException if too many cannot be read
   * @throws CropFailureException if there is not enough memory for one of them
   */
  public Read read(int index, Reduction reduction) throws TooManySkippedException {
    for (int tried = 0; tried < source.size(); tried++) {
      int at = (index + tried) % source.size();
      if (!skipped.contains(at)) {
        try {
          Read picture = decoded(at, source.read(at), reduction);
          skipped.readWell(at);
          return picture;
        } catch (TooManySkippedException e) {
          throw e;
        } catch (IOException e) {
          String reason = String.valueOf(e.getMessage());
          if (skipped.add(at, reason)) {
            LOG.warn("Skipping {}: {}", source.path(at), reason);
          }
        } catch (OutOfMemoryError e) { // it may be read the next time, so it is not skipped
          throw CropFailureException.of(at, source, e);
        }
      }
    }
    throw skipped.all();
  }

  private Read decoded(int index, StoredPicture stored, Reduction reduction)
      throws UnreadablePictureException {
    int[] claimed = {1, 0, 0};
    RgbImage image =
        ImageDecoder.decode(
            stored,
            maxPixels,
            (width, height) -> {
              claimed[0] = reduction.of(index, width, height);
              claimed[1] = width;
              claimed[2] = height;
              return claimed[0];
            });
    return claimed[0] == 1
        ? new Read(index, image, 1, image.width(), image.height())
        : new Read(index, image, claimed[0], claimed[1], claimed[2]);
  }
}
