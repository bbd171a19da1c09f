package mugs.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** What a file is, told by its first bytes; its name decides only where they are those of text. */
enum FileKind {
  /** A picture. */
  PICTURE,
  /** A zip archive. */
  ZIP,
  /** A tar archive, compressed or not. */
  TAR,
  /** An IDX file, compressed or not. */
  IDX,
  /** A manifest of comma-separated values. */
  CSV,
  /** A manifest of one JSON object a line. */
  JSON_LINES,
  /** Bytes without a mark: records of CIFAR, or nothing that is known. */
  RECORDS;

  /** How many bytes tell all kinds apart: the header of a tar archive. */
  static final int HEAD_BYTES = 512;

  /** What people may have and what is not read, by its first bytes as ISO-8859-1. */
  private static final Map<String, String> NOT_READ =
      Map.of(
          "7z\u00bc\u00af", "a 7z archive: pack it as tar or zip",
          "Rar!", "a RAR archive: pack it as tar or zip",
          "\u00fd7zXZ", "compressed by xz: unpack it to tar, or compress it by gzip",
          "(\u00b5/\u00fd", "compressed by zstd: unpack it to tar, or compress it by gzip",
          "PAR1", "a Parquet file: write the pictures to a folder or to WebDataset shards",
          "\u0089HDF", "an HDF5 file: write the pictures to a folder or to WebDataset shards",
          "\u0093NUMPY", "a NumPy array: write the pictures to a folder or to an IDX file",
          "%PDF", "a PDF: export its pictures to a folder");

  /**
   * Tells what a file is.
   *
   * @throws NoPicturesException if it is something that is known and not read
   * @throws IOException if it cannot be read, or is compressed and damaged at its beginning
   */
  static FileKind of(Path file) throws IOException {
    byte[] head = Compression.NONE.head(file, HEAD_BYTES);
    Compression compression = Compression.of(head);
    if (compression != Compression.NONE) {
      return compressed(file, compression);
    }
    if (PictureFormat.of(head).isPresent()) {
      return PICTURE;
    } else if (starts(head, "PK\3\4") || starts(head, "PK\5\6")) {
      return ZIP;
    } else if (isTar(head)) {
      return TAR;
    }
    for (Map.Entry<String, String> known : NOT_READ.entrySet()) {
      if (starts(head, known.getKey())) {
        throw new NoPicturesException(file + " is " + known.getValue());
      }
    }
    if (PictureFormat.isEnding(file.toString())) {
      return PICTURE; // a broken one, which reading tells
    }
    return isIdx(head) ? IDX : isText(head) ? text(head) : RECORDS;
  }

  private static FileKind compressed(Path file, Compression compression) throws IOException {
    byte[] head;
    try {
      head = compression.head(file, HEAD_BYTES);
    } catch (IOException e) {
      throw new NoPicturesException(
          "%s begins like a file compressed by %s, but cannot be unpacked (%s); copy it again"
              .formatted(file, compression.name().toLowerCase(Locale.ROOT), e.getMessage()));
    }
    return isTar(head) ? TAR : isIdx(head) ? IDX : RECORDS;
  }

  private static FileKind text(byte[] head) {
    Optional<Character> first =
        new String(head, StandardCharsets.UTF_8)
            .chars()
            .mapToObj(c -> (char) c)
            .filter(c -> !Character.isWhitespace(c) && c != '\ufeff')
            .findFirst();
    return first.equals(Optional.of('{')) ? JSON_LINES : CSV;
  }

  private static boolean isTar(byte[] head) {
    try {
      return head.length == HEAD_BYTES && head[0] != 0 && TarUtils.verifyCheckSum(head);
    } catch (IllegalArgumentException e) {
      return false; // where the checksum would be, there is no number
    }
  }

  private static boolean isIdx(byte[] head) {
    return head.length >= 8
        && head[0] == 0
        && head[1] == 0
        && head[2] >= 8
        && head[2] <= 14
        && head[3] >= 1
        && head[3] <= 5;
  }

  /** Control characters other than those of lines and tabs do not occur in text. */
  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return head.length > 0;
  }

  private static boolean starts(byte[] head, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= expected.length
        && Arrays.equals(head, 0, expected.length, expected, 0, expected.length);
  }
}
