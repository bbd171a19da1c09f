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
   * @throws UnreadablePictureException if its header cannot be read, or claims no pixels or more
   *     than {@link ImageDecoder#MAX_PIXELS}
   */
  public static PictureFacts of(StoredPicture stored) throws UnreadablePictureException {
    if (stored instanceof StoredPicture.Raw raw) {
      return new PictureFacts(RAW, raw.width(), raw.height());
    }
    PictureHeader header = PictureHeader.of(((StoredPicture.Encoded) stored).bytes());
    boolean empty = header.width() < 1 || header.height() < 1;
    if (empty || header.width() > ImageDecoder.MAX_PIXELS / header.height()) {
      throw new UnreadablePictureException(
          "the %s header claims %d x %d pixels, 1 to %d million are read"
              .formatted(
                  header.format(),
                  header.width(),
                  header.height(),
                  ImageDecoder.MAX_PIXELS / 1_000_000));
    }
    return new PictureFacts(header.format(), (int) header.width(), (int) header.height());
  }
}
