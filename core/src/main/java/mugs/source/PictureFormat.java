package mugs.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of picture files, told by a file's first bytes or by how its name ends. */
public enum PictureFormat {
  /** Joint Photographic Experts Group. */
  JPEG(".jpg"),
  /** Portable Network Graphics. */
  PNG(".png"),
  /** WebP. */
  WEBP(".webp"),
  /** Windows bitmap. */
  BMP(".bmp"),
  /** Tagged Image File Format. */
  TIFF(".tif"),
  /** Graphics Interchange Format. */
  GIF(".gif");

  /** All endings in words, for messages. */
  static final String ENDINGS_IN_WORDS =
      ".jpg, .jpeg, .jfif, .jpe, .png, .webp, .bmp, .tif, .tiff or .gif";

  private static final List<String> ENDINGS =
      List.of(ENDINGS_IN_WORDS.replace(" or ", ", ").split(", ", -1));

  /** How many bytes {@link #of} looks at, at most. */
  static final int HEAD_BYTES = 12;

  private final String ending;

  PictureFormat(String ending) {
    this.ending = ending;
  }

  /** Returns how names of such files end, with the dot, such as {@code .jpg}. */
  public String ending() {
    return ending;
  }

  /**
   * Tells a format by a file's first bytes.
   *
   * @param head the first 12 bytes or more, or the whole of a shorter file
   */
  public static Optional<PictureFormat> of(byte[] head) {
    if (starts(head, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    } else if (starts(head, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (starts(head, 0, "GIF8")) {
      return Optional.of(GIF);
    } else if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
      return Optional.of(WEBP);
    } else if (starts(head, 0, "II*\0") || starts(head, 0, "MM\0*")) {
      return Optional.of(TIFF);
    } else if (starts(head, 0, "BM") && starts(head, 6, "\0\0\0\0")) {
      return Optional.of(BMP);
    }
    return Optional.empty();
  }

  /** Tells whether a file's name ends like a picture's; upper and lower case are the same. */
  static boolean isEnding(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  private static boolean starts(byte[] head, int at, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= at + expected.length
        && Arrays.equals(head, at, at + expected.length, expected, 0, expected.length);
  }
}
