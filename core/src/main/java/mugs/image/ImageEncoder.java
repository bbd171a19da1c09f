package mugs.image;

import mugs.engine.Engine;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns pixels into the bytes of a picture file. Any number of threads may encode at once. */
public final class ImageEncoder {
  /** What a JPEG file can say of its width and height. */
  private static final int LARGEST_JPEG_SIDE = 65_500;

  static {
    Engine.prepare(); // OpenCV brings a BLAS, which libtorch would then use too
    opencv_core.setNumThreads(1); // parallel over pictures, not inside one
  }

  private ImageEncoder() {}

  /**
   * Encodes a picture as JPEG, which changes its pixels a little.
   *
   * @param picture to encode, at most 65,500 pixels wide and high
   * @param quality from 1 to 100; higher is nearer to the pixels and takes more bytes
   * @throws IllegalArgumentException if the picture is too large or there is no such quality
   */
  public static byte[] jpeg(RgbImage picture, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("a JPEG quality of " + quality + ": give 1 to 100");
    }
    if (Math.max(picture.width(), picture.height()) > LARGEST_JPEG_SIDE) {
      throw new IllegalArgumentException(
          "%d x %d pixels do not fit into a JPEG file"
              .formatted(picture.width(), picture.height()));
    }
    return encode(picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
  }

  /**
   * Encodes a picture as PNG, which keeps every pixel.
   *
   * @param picture to encode
   */
  public static byte[] png(RgbImage picture) {
    return encode(picture, ".png", opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 6);
  }

  private static byte[] encode(RgbImage picture, String ending, int key, int value) {
    byte[] bgr = picture.pixels().clone();
    for (int i = 0; i < bgr.length; i += 3) {
      byte red = bgr[i];
      bgr[i] = bgr[i + 2];
      bgr[i + 2] = red;
    }
    try (BytePointer data = new BytePointer(bgr);
        Mat pixels = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC3, data);
        BytePointer file = new BytePointer();
        IntPointer settings = new IntPointer(key, value)) {
      if (!opencv_imgcodecs.imencode(ending, pixels, file, settings)) {
        throw new IllegalStateException("OpenCV cannot encode a picture as " + ending);
      }
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
  }
}
