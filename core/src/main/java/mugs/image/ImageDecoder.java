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
   * Most pixels a file may claim: 200 million, or 600 MB as RGB. Cameras stay below it, and a file
   * made to exhaust memory does not.
   */
  public static final long MAX_PIXELS = 200_000_000;

  private static final double SIXTEEN_TO_EIGHT_BITS = 255.0 / 65535.0;

  static {
    Engine.prepare(); // OpenCV brings a BLAS, which libtorch would then use too
    opencv_core.setNumThreads(1); // parallel over pictures, not inside one
  }

  private ImageDecoder() {}

  /**
   * Decodes a picture; raw pixels are handed on as they are.
   *
   * @param stored picture
   * @throws UnreadablePictureException if the format is unknown, the bytes are broken, or the
   *     header claims more than {@link #MAX_PIXELS} pixels
   */
  public static RgbImage decode(StoredPicture stored) throws UnreadablePictureException {
    if (stored instanceof StoredPicture.Raw raw) {
      try {
        return new RgbImage(raw.width(), raw.height(), raw.rgb());
      } catch (IllegalArgumentException e) {
        throw new UnreadablePictureException(firstLine(e), e);
      }
    }
    byte[] bytes = ((StoredPicture.Encoded) stored).bytes();
    PictureHeader header = PictureHeader.of(bytes);
    if (header.width() < 1 || header.height() < 1) {
      throw new UnreadablePictureException(
          "the %s header claims a size of %d x %d pixels"
              .formatted(header.format(), header.width(), header.height()));
    }
    if (header.width() > MAX_PIXELS / header.height()) {
      throw new UnreadablePictureException(
          "the %s header claims %d x %d pixels, at most %d million are read"
              .formatted(header.format(), header.width(), header.height(), MAX_PIXELS / 1_000_000));
    }
    try {
      return decode(bytes, header);
    } catch (RuntimeException e) {
      throw new UnreadablePictureException(
          "broken %s: %s".formatted(header.format(), firstLine(e)), e);
    }
  }

  private static RgbImage decode(byte[] bytes, PictureHeader header)
      throws UnreadablePictureException {
    try (BytePointer data = new BytePointer(bytes);
        Mat file = new Mat(1, bytes.length, opencv_core.CV_8UC1, data);
        IntPointer kinds = new IntPointer();
        MatVector metadata = new MatVector();
        Mat picture =
            opencv_imgcodecs.imdecodeWithMetadata(
                file, kinds, metadata, opencv_imgcodecs.IMREAD_UNCHANGED)) {
      if (picture.empty()) {
        throw new UnreadablePictureException(
            "broken %s: its %d bytes cannot be decoded".formatted(header.format(), bytes.length));
      }
      return ExifOrientation.upright(rgb(picture), orientation(kinds, metadata));
    }
  }

  private static int orientation(IntPointer kinds, MatVector metadata) {
    for (int i = 0; i < metadata.size(); i++) {
      if (kinds.get(i) == opencv_imgcodecs.IMAGE_METADATA_EXIF) {
        try (Mat exif = metadata.get(i)) {
          byte[] bytes = new byte[exif.cols()];
          copyRow(exif, 0, bytes);
          return ExifOrientation.of(bytes);
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
    byte[] pixels = new byte[Math.multiplyExact(3 * picture.cols(), picture.rows())];
    byte[] row = new byte[channels * picture.cols()];
    int green = channels >= 3 ? 1 : 0;
    int red = channels >= 3 ? 2 : 0;
    boolean transparent = channels == 2 || channels == 4;
    for (int y = 0, to = 0; y < picture.rows(); y++) {
      copyRow(picture, y, row);
      for (int from = 0; from < row.length; from += channels, to += 3) {
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
    return new RgbImage(picture.cols(), picture.rows(), pixels);
  }

  private static byte overWhite(byte value, int alpha) {
    return (byte) (((value & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255);
  }

  private static void copyRow(Mat picture, int row, byte[] target) {
    try (BytePointer data = picture.ptr(row)) {
      data.get(target);
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
