package mugs.image;

import java.awt.image.BandedSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import mugs.engine.Engine;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Makes picture files that the JDK does not write. */
final class PictureFiles {

  private static final int PNG_SIGNATURE_AND_HEADER = 8 + 25;

  static {
    Engine.prepare();
  }

  private PictureFiles() {}

  /** Adds an EXIF segment with an orientation behind a JPEG's start. */
  static byte[] jpegWithExif(byte[] jpeg, int orientation) {
    byte[] content = joined("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), tiff(orientation));
    byte[] segment =
        ByteBuffer.allocate(4 + content.length)
            .put((byte) 0xff)
            .put((byte) 0xe1)
            .putShort((short) (2 + content.length))
            .put(content)
            .array();
    return joined(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** Adds an EXIF chunk with an orientation behind a PNG's header. */
  static byte[] pngWithExif(byte[] png, int orientation) {
    byte[] content = joined("eXIf".getBytes(StandardCharsets.ISO_8859_1), tiff(orientation));
    CRC32 check = new CRC32();
    check.update(content);
    byte[] chunk =
        ByteBuffer.allocate(content.length + 8)
            .putInt(content.length - 4)
            .put(content)
            .putInt((int) check.getValue())
            .array();
    byte[] rest = Arrays.copyOfRange(png, PNG_SIGNATURE_AND_HEADER, png.length);
    return joined(Arrays.copyOf(png, PNG_SIGNATURE_AND_HEADER), chunk, rest);
  }

  /** Writes a plain JPEG of four channels with Adobe's marker. */
  static byte[] adobeCmykJpeg(int width, int height, int... cmyk) throws IOException {
    WritableRaster raster =
        Raster.createWritableRaster(
            new BandedSampleModel(DataBuffer.TYPE_BYTE, width, height, 4), null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, cmyk);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] jpeg = out.toByteArray();
    byte[] adobe = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    return joined(Arrays.copyOf(jpeg, 2), adobe, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /**
   * Writes a WebP file of one colour: blue 200, green 120, red 40; a quality of 101 is lossless.
   */
  static byte[] webp(int width, int height, int channels, int quality) {
    try (Scalar colour = new Scalar(200, 120, 40, 255);
        Mat picture = new Mat(height, width, opencv_core.CV_8UC(channels), colour);
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
      opencv_imgcodecs.imencode(".webp", picture, file, options);
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
  }

  /** Returns where two bytes stand one after the other. */
  static int indexOf(byte[] bytes, int first, int second) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
        return i;
      }
    }
    throw new IllegalArgumentException("%02x %02x is not there".formatted(first, second));
  }

  /** A TIFF structure of one entry, big-endian: tag 0x112, type short, one value. */
  private static byte[] tiff(int orientation) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
