package mugs.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * How a whole file is compressed. Files are opened so that an interrupted thread still reads them:
 * an interrupt must not turn a good picture into an unreadable one.
 */
enum Compression {
  /** Not at all. */
  NONE,
  /** By gzip. */
  GZIP,
  /** By bzip2. */
  BZIP2;

  /** Small, as members of an archive are mostly skipped. */
  private static final int SKIPPING_BUFFER = 4096;

  private static final int BUFFER = 1 << 16;

  /** Tells the compression by a file's first bytes. */
  static Compression of(byte[] head) {
    if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      return GZIP;
    }
    boolean bzip2 = head.length >= 4 && head[0] == 'B' && head[1] == 'Z' && head[2] == 'h';
    return bzip2 && head[3] >= '1' && head[3] <= '9' ? BZIP2 : NONE;
  }

  /** Opens what is in a file, from its first byte. */
  InputStream open(Path file) throws IOException {
    InputStream stored = new FileInputStream(file.toFile());
    try {
      return switch (this) {
        case NONE -> new BufferedInputStream(stored, SKIPPING_BUFFER);
        case GZIP -> new GZIPInputStream(stored, BUFFER);
        case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(stored, BUFFER), true);
      };
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** Returns the first bytes of what is in a file: as many as asked for, or all there are. */
  byte[] head(Path file, int bytes) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(bytes);
    } catch (EOFException e) {
      return new byte[0];
    }
  }
}
