package mugs.load;

import java.io.IOException;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.source.PictureSource;
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

  /**
   * A picture and where it stands.
   *
   * @param index in the source
   * @param image its pixels
   */
  public record Read(int index, RgbImage image) {}

  /**
   * Reads from a source.
   *
   * @param source of the pictures
   * @param skipped takes what cannot be read
   */
  public PictureReader(PictureSource source, SkippedPictures skipped) {
    this.source = source;
    this.skipped = skipped;
  }

  /** Returns what could not be read so far. */
  public SkippedPictures skipped() {
    return skipped;
  }

  /**
   * Returns a picture, or the next one that can be read.
   *
   * @param index from 0 to the number of pictures - 1
   * @throws TooManySkippedException if too many cannot be read
   */
  public Read read(int index) throws TooManySkippedException {
    for (int tried = 0; tried < source.size(); tried++) {
      int at = (index + tried) % source.size();
      if (!skipped.contains(at)) {
        try {
          return new Read(at, ImageDecoder.decode(source.read(at)));
        } catch (UnreadablePictureException | IOException e) {
          String reason = String.valueOf(e.getMessage());
          if (skipped.add(at, reason)) {
            LOG.warn("Skipping {}: {}", source.path(at), reason);
          }
        }
      }
    }
    throw skipped.tooMany();
  }
}
