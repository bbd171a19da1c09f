package mugs.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mugs.source.PictureSource;

/**
 * Sizes and times of the files that hold the pictures of a source: as long as they are the same,
 * nobody wrote to one, unless he turned its time back.
 */
final class FileStates {
  private static final int AT_ONCE = 1 << 16;

  /** Of a file, by size and time. */
  private static final int BYTES = 2 * Long.BYTES;

  /** Stands for a file that is not there. */
  private static final long MISSING = -1;

  private FileStates() {}

  /** Returns the SHA-256 of all sizes and times, in hexadecimal digits. */
  static String of(PictureSource source) {
    MessageDigest digest = sha256();
    for (int from = 0; from < source.size(); from += AT_ONCE) {
      int first = from;
      int count = Math.min(AT_ONCE, source.size() - from);
      ByteBuffer states = ByteBuffer.allocate(count * BYTES);
      IntStream.range(0, count).parallel().forEach(i -> put(source, first + i, states, i * BYTES));
      digest.update(states);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Zeros stand for a picture that lies in no file, or in the same as the one before. */
  private static void put(PictureSource source, int index, ByteBuffer states, int at) {
    Optional<Path> file = source.file(index);
    if (file.isEmpty() || (index > 0 && file.equals(source.file(index - 1)))) {
      return;
    }
    long size = MISSING;
    long time = MISSING;
    try {
      BasicFileAttributes found = Files.readAttributes(file.get(), BasicFileAttributes.class);
      size = found.size();
      time = found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      // it is missing, and may be there another time
    }
    states.putLong(at, size).putLong(at + Long.BYTES, time);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
