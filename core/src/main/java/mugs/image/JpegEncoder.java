package mugs.image;

import mugs.engine.Engine;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns 8-bit RGB pixels into JPEG files. Any number of threads may encode at once. */
public final class JpegEncoder {

  private static final int BEST_QUALITY = 100;

  static {
    Engine.prepare(); // OpenCV brings a BLAS, which libtorch would then use too
    opencv_core.setNumThreads(1);
  }

  private JpegEncoder() {}

  /**
   * Encodes a picture, its colours at half the resolution of its brightness.
   *
   * @param picture to encode
   * @param quality 1 to 100; higher keeps more and takes more bytes
   * @return the bytes of a JPEG file
   * @throws IllegalArgumentException if the quality is out of range, or a side is longer than a
   *     JPEG can be
   */
  public static byte[] encode(RgbImage picture, int quality) {
    if (quality < 1 || quality > BEST_QUALITY) {
      throw new IllegalArgumentException("JPEG quality is 1 to 100, not " + quality);
    }
    try (BytePointer pixels = new BytePointer(blueFirst(picture.pixels()));
        Mat mat = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC3, pixels);
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
      if (!opencv_imgcodecs.imencode(".jpg", mat, file, options)) {
        throw new IllegalArgumentException(
            "a picture of %d x %d pixels cannot be encoded as JPEG"
                .formatted(picture.width(), picture.height()));
      }
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }

  private static byte[] blueFirst(byte[] rgb) {
    byte[] bgr = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return bgr;
  }
}
