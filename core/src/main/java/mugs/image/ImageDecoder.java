package mugs.image;

import mugs.engine.Engine;
import mugs.source.StoredPicture;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * Turns stored pictures into 8-bit RGB pixels.
 *
 * <p>JPEG (CMYK too), PNG, WebP, BMP, TIFF and GIF (first frame) are read. The picture is turned as
 * its EXIF data says, grey becomes RGB, a palette its colours, transparency is laid over white and
 * 16 bits are rounded to 8. Any number of threads may decode at once, each on one core; native
 * memory is freed before a call returns.
 */
public final class ImageDecoder {

  /**
   * Most pixels a file may claim, unless told otherwise: 100 million, or 300 MB of heap as RGB, and
   * as much again while a picture is turned, for each thread that decodes. Nearly all cameras stay
   * below it, a file made to exhaust memory does not. Where each thread has less heap than that,
   * give a lower limit.
   */
  public static final long MAX_PIXELS = 100_000_000;

  private static final long MILLION = 1_000_000;
  private static final double SIXTEEN_TO_EIGHT_BITS = 255.0 / 65535.0;

  static {
    Engine.prepare(); // OpenCV brings a BLAS, which libtorch would then use too
    opencv_core.setNumThreads(1); // parallel over pictures, not inside one
  }

  private ImageDecoder() {}

  /**
   * Chooses how much smaller than stored a JPEG is decoded, which takes less time the smaller it
   * is.
   */
  @FunctionalInterface
  public interface Reduction {

    /** Every picture in its own size. */
    Reduction NONE = (width, height) -> 1;

    /**
     * Chooses for one picture, before it is decoded.
     *
     * @param width of the picture, upright, in pixels
     * @param height of the picture, upright, in pixels
     * @return 1, 2, 4 or 8: each side is divided by it and rounded up
     */
    int of(int width, int height);
  }

  /**
   * Decodes a picture; raw pixels are handed on as they are.
   *
   * @param stored picture
   * @throws UnreadablePictureException if the format is unknown, the bytes are broken, or the
   *     header claims more than {@link #MAX_PIXELS} pixels
   */
  public static RgbImage decode(StoredPicture stored) throws UnreadablePictureException {
    return decode(stored, MAX_PIXELS, Reduction.NONE);
  }

  /**
   * Decodes a picture; raw pixels are handed on as they are.
   *
   * @param stored picture
   * @param maxPixels most pixels that a header may claim
   * @param reduction asked for JPEGs alone
   * @throws UnreadablePictureException if the format is unknown, the bytes are broken, or the
   *     header claims too many pixels
   */
  public static RgbImage decode(StoredPicture stored, long maxPixels, Reduction reduction)
      throws UnreadablePictureException {
    if (stored instanceof StoredPicture.Raw raw) {
      try {
        return new RgbImage(raw.width(), raw.height(), raw.rgb());
      } catch (IllegalArgumentException e) {
        throw new UnreadablePictureException(firstLine(e), e);
      }
    }
    byte[] bytes = ((StoredPicture.Encoded) stored).bytes();
    PictureHeader header = PictureHeader.of(bytes);
    check(header, maxPixels);
    try (BytePointer data = new BytePointer(bytes);
        Mat file = new Mat(1, bytes.length, opencv_core.CV_8UC1, data)) {
      return header.format().equals(PictureHeader.JPEG)
          ? jpeg(file, header, reduction)
          : other(file, header);
    } catch (RuntimeException e) {
      throw new UnreadablePictureException(
          "broken %s: %s".formatted(header.format(), firstLine(e)), e);
    }
  }

  /** Refuses a picture by what its header claims. */
  static void check(PictureHeader header, long maxPixels) throws UnreadablePictureException {
    if (header.width() < 1 || header.height() < 1) {
      throw new UnreadablePictureException(
          "the %s header claims a size of %d x %d pixels"
              .formatted(header.format(), header.width(), header.height()));
    }
    if (header.width() > maxPixels / header.height()) {
      String most = maxPixels % MILLION == 0 ? maxPixels / MILLION + " million" : "" + maxPixels;
      throw new UnreadablePictureException(
          "the %s header claims %d x %d pixels, at most %s are read"
              .formatted(header.format(), header.width(), header.height(), most));
    }
  }

  /** A JPEG has no alpha and 8 bits, so OpenCV brings it to RGB in any size it can. */
  private static RgbImage jpeg(Mat file, PictureHeader header, Reduction reduction)
      throws UnreadablePictureException {
    int width = (int) (header.transposed() ? header.height() : header.width());
    int height = (int) (header.transposed() ? header.width() : header.height());
    int flags =
        opencv_imgcodecs.IMREAD_COLOR_RGB
            | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION
            | reduced(reduction.of(width, height));
    try (Mat picture = opencv_imgcodecs.imdecode(file, flags)) {
      check(picture, file, header);
      RgbImage stored = new RgbImage(picture.cols(), picture.rows(), bytes(picture));
      return ExifOrientation.upright(stored, header.orientation());
    }
  }

  private static int reduced(int divisor) {
    return switch (divisor) {
      case 1 -> 0;
      case 2 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2; // the colour flag is another bit
      case 4 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
      case 8 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
      default ->
          throw new IllegalArgumentException(
              "a JPEG is decoded at 1/1, 1/2, 1/4 or 1/8 of its size, not at 1/" + divisor);
    };
  }

  private static RgbImage other(Mat file, PictureHeader header) throws UnreadablePictureException {
    try (IntPointer kinds = new IntPointer();
        MatVector metadata = new MatVector();
        Mat picture =
            opencv_imgcodecs.imdecodeWithMetadata(
                file, kinds, metadata, opencv_imgcodecs.IMREAD_UNCHANGED)) {
      check(picture, file, header);
      return ExifOrientation.upright(rgb(picture), orientation(kinds, metadata));
    }
  }

  private static void check(Mat picture, Mat file, PictureHeader header)
      throws UnreadablePictureException {
    if (picture.empty()) {
      throw new UnreadablePictureException(
          "broken %s: its %d bytes cannot be decoded".formatted(header.format(), file.cols()));
    }
  }

  private static int orientation(IntPointer kinds, MatVector metadata) {
    for (int i = 0; i < metadata.size(); i++) {
      if (kinds.get(i) == opencv_imgcodecs.IMAGE_METADATA_EXIF) {
        try (Mat exif = metadata.get(i)) {
          return ExifOrientation.of(bytes(exif));
        }
      }
    }
    return ExifOrientation.UPRIGHT;
  }

  private static RgbImage rgb(Mat picture) throws UnreadablePictureException {
    int channels = picture.channels();
    if (channels > 4) {
      throw new UnreadablePictureException(
          "expected 1 to 4 channels, found " + channels + " in the picture");
    }
    return switch (picture.depth()) {
      case opencv_core.CV_8U -> rgb(picture, channels);
      case opencv_core.CV_16U -> {
        try (Mat eightBit = new Mat()) {
          picture.convertTo(eightBit, opencv_core.CV_8U, SIXTEEN_TO_EIGHT_BITS, 0);
          yield rgb(eightBit, channels);
        }
      }
      default ->
          throw new UnreadablePictureException(
              "expected 8 or 16 bits a channel, found signed or floating-point values");
    };
  }

  /** Reorders blue, green, red, or grey, each with alpha or without, and lays alpha over white. */
  private static RgbImage rgb(Mat picture, int channels) {
    int width = picture.cols();
    byte[] row = new byte[channels * width]; // the whole would take as much heap again
    byte[] pixels = new byte[Math.multiplyExact(3 * width, picture.rows())];
    try (BytePointer data = picture.data()) {
      for (int y = 0; y < picture.rows(); y++) {
        data.position(y * picture.step()).get(row);
        layOut(row, channels, pixels, 3 * width * y);
      }
    }
    return new RgbImage(width, picture.rows(), pixels);
  }

  private static void layOut(byte[] row, int channels, byte[] pixels, int start) {
    int green = channels >= 3 ? 1 : 0;
    int red = channels >= 3 ? 2 : 0;
    boolean transparent = channels == 2 || channels == 4;
    for (int from = 0, to = start; from < row.length; from += channels, to += 3) {
      if (transparent) {
        int alpha = row[from + channels - 1] & 0xff;
        pixels[to] = overWhite(row[from + red], alpha);
        pixels[to + 1] = overWhite(row[from + green], alpha);
        pixels[to + 2] = overWhite(row[from], alpha);
      } else {
        pixels[to] = row[from + red];
        pixels[to + 1] = row[from + green];
        pixels[to + 2] = row[from];
      }
    }
  }

  private static byte overWhite(byte value, int alpha) {
    return (byte) (((value & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255);
  }

  /** Returns all bytes of a picture of 8 bits; what decoders return has no gaps between rows. */
  private static byte[] bytes(Mat picture) {
    byte[] bytes = new byte[Math.toIntExact(picture.total() * picture.elemSize())];
    try (BytePointer data = picture.data()) {
      data.get(bytes);
    }
    return bytes;
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
