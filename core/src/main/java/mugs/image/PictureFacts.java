package mugs.image;

import mugs.source.StoredPicture;

/**
 * What a stored picture says of itself, read without decoding it; for an encoded one that is what
 * its header claims, before it is turned as its EXIF data says.
 *
 * @param format as people call it, such as {@code JPEG}
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record PictureFacts(String format, int width, int height) {

  /** The format of a picture that is stored as its pixels. */
  public static final String RAW = "raw pixels";

  /**
   * Reads what a picture says of itself.
   *
   * @param stored picture
   * @param maxPixels most pixels that a header may claim
   * @throws UnreadablePictureException if its header cannot be read, or claims no pixels or too
   *     many
   */
  public static PictureFacts of(StoredPicture stored, long maxPixels)
      throws UnreadablePictureException {
    if (stored instanceof StoredPicture.Raw raw) {
      return new PictureFacts(RAW, raw.width(), raw.height());
    }
    PictureHeader header = PictureHeader.of(((StoredPicture.Encoded) stored).bytes());
    ImageDecoder.check(header, maxPixels);
    return new PictureFacts(header.format(), (int) header.width(), (int) header.height());
  }
}
