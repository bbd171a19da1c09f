package mugs.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the first bytes of a picture file claim, read without decoding anything.
 *
 * <p>Decoders reserve memory for the size a header claims, and a few bytes can claim gigabytes; so
 * the claim is read here first. Only the formats whose claim can be read are decoded at all.
 *
 * @param format as people call it
 * @param width claimed, in pixels
 * @param height claimed, in pixels
 * @param orientation of a JPEG, 1 to 8, see {@link ExifOrientation}; of other formats {@link
 *     ExifOrientation#UPRIGHT}, whatever is found when they are decoded
 */
record PictureHeader(String format, long width, long height, int orientation) {

  static final String JPEG = "JPEG";

  private static final int TIFF_WIDTH = 256;
  private static final int TIFF_HEIGHT = 257;
  private static final int TIFF_SHORT = 3;
  private static final int APP1 = 0xe1;

  PictureHeader(String format, long width, long height) {
    this(format, width, height, ExifOrientation.UPRIGHT);
  }

  /**
   * Reads the header.
   *
   * @param bytes of the file
   * @throws UnreadablePictureException if the format is unknown or the header ends early
   */
  static PictureHeader of(byte[] bytes) throws UnreadablePictureException {
    if (bytes.length == 0) {
      throw new UnreadablePictureException("the file is empty, expected a picture");
    }
    ByteBuffer file = ByteBuffer.wrap(bytes);
    try {
      return read(bytes, file)
          .orElseThrow(
              () ->
                  new UnreadablePictureException(
                      "expected JPEG, PNG, WebP, BMP, TIFF or GIF, found something else (%d bytes)"
                          .formatted(bytes.length)));
    } catch (IndexOutOfBoundsException e) {
      throw new UnreadablePictureException(
          "the file ends inside its header, after %d bytes".formatted(bytes.length), e);
    }
  }

  private static Optional<PictureHeader> read(byte[] bytes, ByteBuffer file)
      throws UnreadablePictureException {
    if (startsWith(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(jpeg(bytes, file));
    }
    if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(
          new PictureHeader("PNG", unsigned(file.getInt(16)), unsigned(file.getInt(20))));
    }
    file.order(ByteOrder.LITTLE_ENDIAN);
    if (startsWith(bytes, 0, "GIF8")) {
      return Optional.of(new PictureHeader("GIF", u16(file, 6), u16(file, 8)));
    }
    if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
      return Optional.of(webp(bytes, file));
    }
    if (startsWith(bytes, 0, "II*\0")) {
      return Optional.of(tiff(file));
    }
    if (startsWith(bytes, 0, "MM\0*")) {
      return Optional.of(tiff(file.order(ByteOrder.BIG_ENDIAN)));
    }
    if (startsWith(bytes, 0, "BM")) {
      return Optional.of(bmp(file));
    }
    return Optional.empty();
  }

  private static PictureHeader jpeg(byte[] bytes, ByteBuffer file)
      throws UnreadablePictureException {
    int at = 2;
    int orientation = ExifOrientation.UPRIGHT;
    while (true) {
      if (u8(file, at) != 0xff) {
        throw new UnreadablePictureException(
            "broken JPEG: expected a marker at byte %d, found 0x%02x".formatted(at, u8(file, at)));
      }
      int marker = u8(file, at + 1);
      boolean frame = marker >= 0xc0 && marker <= 0xcf;
      boolean table = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
      if (frame && !table) {
        return new PictureHeader(JPEG, u16(file, at + 7), u16(file, at + 5), orientation);
      }
      if (marker == 0xff) {
        at += 1;
      } else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
      } else {
        int end = at + 2 + u16(file, at + 2);
        if (marker == APP1 && startsWith(bytes, at + 4, "Exif\0\0") && end <= bytes.length) {
          orientation = ExifOrientation.of(Arrays.copyOfRange(bytes, at + 4, end));
        }
        at = end;
      }
    }
  }

  /** Returns whether the picture is stored lying on its side. */
  boolean transposed() {
    return ExifOrientation.transposes(orientation);
  }

  private static PictureHeader webp(byte[] bytes, ByteBuffer file) {
    if (startsWith(bytes, 12, "VP8X")) {
      return new PictureHeader("WebP", 1 + u24(file, 24), 1 + u24(file, 27));
    }
    if (startsWith(bytes, 12, "VP8L")) {
      long sizes = unsigned(file.getInt(21));
      return new PictureHeader("WebP", 1 + (sizes & 0x3fff), 1 + (sizes >> 14 & 0x3fff));
    }
    return new PictureHeader("WebP", u16(file, 26) & 0x3fff, u16(file, 28) & 0x3fff);
  }

  private static PictureHeader bmp(ByteBuffer file) {
    if (file.getInt(14) == 12) {
      return new PictureHeader("BMP", u16(file, 18), u16(file, 20));
    }
    return new PictureHeader(
        "BMP", Math.abs((long) file.getInt(18)), Math.abs((long) file.getInt(22)));
  }

  private static PictureHeader tiff(ByteBuffer file) {
    int directory = file.getInt(4);
    long width = 0;
    long height = 0;
    for (int entry = 0; entry < u16(file, directory); entry++) {
      int at = directory + 2 + 12 * entry;
      long value =
          u16(file, at + 2) == TIFF_SHORT ? u16(file, at + 8) : unsigned(file.getInt(at + 8));
      switch (u16(file, at)) {
        case TIFF_WIDTH -> width = value;
        case TIFF_HEIGHT -> height = value;
        default -> {}
      }
    }
    return new PictureHeader("TIFF", width, height);
  }

  private static boolean startsWith(byte[] bytes, int at, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= at + expected.length
        && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }

  private static int u8(ByteBuffer file, int at) {
    return file.get(at) & 0xff;
  }

  private static int u16(ByteBuffer file, int at) {
    return file.getShort(at) & 0xffff;
  }

  private static int u24(ByteBuffer file, int at) {
    return u16(file, at) | u8(file, at + 2) << 16;
  }

  private static long unsigned(int value) {
    return value & 0xffffffffL;
  }
}
