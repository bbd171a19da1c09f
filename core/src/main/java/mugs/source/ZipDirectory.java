package mugs.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Goes through the directory at the end of a zip archive, entry by entry.
 *
 * <p>It is read here because of what the libraries leave out: the JDK's keeps the kind of an entry
 * to itself, so that a link looks like a file, and commons-compress keeps more than half a kilobyte
 * an entry. The layout is that of PKWARE's APPNOTE: the end record (4.3.16), its 64-bit form
 * (4.3.14), headers of entries (4.3.12) and their 64-bit sizes (4.5.3).
 */
public final class ZipDirectory implements AutoCloseable {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int EXTRA_64 = 0x0001;
  private static final long IN_EXTRA = 0xffffffffL;
  private static final int LARGEST_COMMENT = 0xffff;
  private static final int UNIX = 3;
  private static final int FILE_TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int UTF8_NAME = 1 << 11;

  /** What DOS wrote names in, for archives that are not in UTF-8. */
  private static final Charset DOS =
      Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;

  private final InputStream in;

  /** What lies before the archive, such as a program that unpacks it. */
  private final long prefix;

  private long left;

  /**
   * An entry as the directory describes it; nothing of it is to be trusted.
   *
   * @param name as it stands there
   * @param method of compression: 0 none, 8 deflate
   * @param encrypted whether a password is needed
   * @param crc its checksum
   * @param compressed bytes in the archive
   * @param bytes claimed after unpacking
   * @param header where its own header begins in the file
   * @param link whether it is a symbolic link
   */
  public record Entry(
      String name,
      int method,
      boolean encrypted,
      long crc,
      long compressed,
      long bytes,
      long header,
      boolean link) {}

  private ZipDirectory(Path zip, long start, long bytes, long prefix) throws IOException {
    FileInputStream file = new FileInputStream(zip.toFile());
    file.getChannel().position(start);
    this.in = new BufferedInputStream(file, 1 << 16);
    this.left = bytes;
    this.prefix = prefix;
  }

  /**
   * Finds the directory.
   *
   * @throws IOException if there is none; the message says what is wrong, without the file's name
   */
  public static ZipDirectory open(Path zip) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      long length = file.length();
      int tailBytes = (int) Math.min(length, END_BYTES + LARGEST_COMMENT);
      ByteBuffer tail = read(file, length - tailBytes, tailBytes);
      int at = tailBytes - END_BYTES;
      while (at >= 0 && !(tail.getInt(at) == END && u16(tail, at + 20) <= tailBytes - at)) {
        at--;
      }
      if (at < 0) {
        throw new IOException(
            "its directory, which stands at the end, is missing: it was cut short; copy it again");
      }
      long end = length - tailBytes + at;
      long bytes = u32(tail, at + 12);
      long start = u32(tail, at + 16);
      // some write the 64-bit record though 32 bits would do: it stands behind the directory too
      Optional<ByteBuffer> end64 = end64(file, end);
      if (end64.isPresent()) {
        bytes = end64.get().getLong(40);
        start = end64.get().getLong(48);
        end = start + bytes;
      }
      long prefix = end - bytes - start;
      if (bytes < 0 || start < 0 || prefix < 0 || end > length) {
        throw new IOException("its directory does not lie where its end says; copy it again");
      }
      return new ZipDirectory(zip, start + prefix, bytes, prefix);
    }
  }

  private static Optional<ByteBuffer> end64(RandomAccessFile file, long end) throws IOException {
    if (end < LOCATOR_64_BYTES) {
      return Optional.empty();
    }
    ByteBuffer locator = read(file, end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
    long at = locator.getLong(8);
    if (locator.getInt(0) != LOCATOR_64 || at < 0 || at > end - END_64_BYTES) {
      return Optional.empty();
    }
    ByteBuffer end64 = read(file, at, END_64_BYTES);
    return end64.getInt(0) == END_64 ? Optional.of(end64) : Optional.empty();
  }

  private static ByteBuffer read(RandomAccessFile file, long at, int bytes) throws IOException {
    byte[] read = new byte[bytes];
    file.seek(at);
    file.readFully(read);
    return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the next entry, nothing after the last.
   *
   * @throws IOException if the directory is damaged here
   */
  public Optional<Entry> next() throws IOException {
    if (left <= 0) {
      return Optional.empty();
    }
    ByteBuffer fixed = take(ENTRY_BYTES);
    if (fixed.getInt(0) != ENTRY) {
      throw new IOException("its directory is damaged; copy the archive again");
    }
    int flags = u16(fixed, 8);
    byte[] name = take(u16(fixed, 28)).array();
    ByteBuffer extra = take(u16(fixed, 30));
    take(u16(fixed, 32)); // the comment
    long[] sizes = {u32(fixed, 24), u32(fixed, 20), u32(fixed, 42)};
    widen(sizes, extra);
    int mode = u16(fixed, 40);
    boolean link = (u16(fixed, 4) >> 8) == UNIX && (mode & FILE_TYPE) == LINK;
    return Optional.of(
        new Entry(
            name(name, (flags & UTF8_NAME) != 0),
            u16(fixed, 10),
            (flags & 1) != 0,
            u32(fixed, 16),
            sizes[1],
            sizes[0],
            sizes[2] + prefix,
            link));
  }

  private ByteBuffer take(int bytes) throws IOException {
    byte[] read = in.readNBytes((int) Math.min(bytes, left));
    left -= bytes;
    if (read.length < bytes) {
      throw new EOFException("its directory is cut short; copy the archive again");
    }
    return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Takes from the 64-bit field, in that order, each number for which 32 bits were too few. */
  private static void widen(long[] sizes, ByteBuffer extra) {
    int at = 0;
    while (at + 4 <= extra.limit()) {
      int end = Math.min(at + 4 + u16(extra, at + 2), extra.limit());
      if (u16(extra, at) == EXTRA_64) {
        int from = at + 4;
        for (int i = 0; i < sizes.length; i++) {
          if (sizes[i] == IN_EXTRA && from + 8 <= end) {
            sizes[i] = extra.getLong(from);
            from += 8;
          }
        }
      }
      at = end;
    }
  }

  private static String name(byte[] bytes, boolean saysUtf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, saysUtf8 ? StandardCharsets.UTF_8 : DOS);
    }
  }

  static int u16(ByteBuffer buffer, int at) {
    return buffer.getShort(at) & 0xffff;
  }

  static long u32(ByteBuffer buffer, int at) {
    return buffer.getInt(at) & 0xffffffffL;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
