package mugs.source;

/** A picture as a source holds it: still encoded, or 8-bit pixels. */
public sealed interface StoredPicture {

  /**
   * An encoded picture file.
   *
   * @param bytes of the whole file (JPEG, PNG, ...)
   */
  record Encoded(byte[] bytes) implements StoredPicture {}

  /**
   * Pixels, ready to use.
   *
   * @param rgb {@code width * height * 3} bytes, row by row, red, green, blue
   * @param width in pixels
   * @param height in pixels
   */
  record Raw(byte[] rgb, int width, int height) implements StoredPicture {}
}
