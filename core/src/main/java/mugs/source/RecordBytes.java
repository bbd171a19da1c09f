package mugs.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of a file of records, read by place: from the disk where it is plain, from memory where
 * it is compressed.
 */
final class RecordBytes {
  /** Most bytes that a compressed file may unpack to; the sets in these formats have a fifth. */
  private static final int MOST_UNPACKED = 1_000_000_000;

  /** What is taken of each end of a file for its fingerprint. */
  private static final int END_BYTES = 1 << 16;

  private final Path file;
  private final boolean inMemory;
  private final byte[] memory;
  private final long length;

  private RecordBytes(Path file, boolean inMemory, byte[] memory, long length) {
    this.file = file;
    this.inMemory = inMemory;
    this.memory = memory;
    this.length = length;
  }

  /**
   * Opens a file.
   *
   * @throws NoPicturesException if it is compressed and damaged, or unpacks to more than 1 GB
   * @throws IOException if it cannot be read
   */
  static RecordBytes open(Path file) throws IOException {
    return open(file, MOST_UNPACKED);
  }

  static RecordBytes open(Path file, int mostUnpacked) throws IOException {
    Compression compression = Compression.of(Compression.NONE.head(file, FileKind.HEAD_BYTES));
    if (compression == Compression.NONE) {
      return new RecordBytes(file, false, new byte[0], Files.size(file));
    }
    byte[] memory;
    try (InputStream in = compression.open(file)) {
      memory = in.readNBytes(mostUnpacked + 1);
    } catch (IOException e) {
      boolean cut = e instanceof EOFException;
      throw new NoPicturesException(
          "cannot unpack %s: it is %s; copy or download it again"
              .formatted(file, cut ? "cut short" : "damaged (" + e.getMessage() + ")"));
    }
    if (memory.length > mostUnpacked) {
      throw new NoPicturesException(
          "%s unpacks to more than %,d bytes, which would fill memory: unpack it on the disk"
              .formatted(file, mostUnpacked));
    }
    return new RecordBytes(file, true, memory, memory.length);
  }

  long length() {
    return length;
  }

  /**
   * Reads some bytes.
   *
   * @param at where they begin
   * @param count how many; all before {@link #length}
   * @throws IOException if they cannot be read, or are no longer there
   */
  byte[] read(long at, int count) throws IOException {
    if (inMemory) {
      return Arrays.copyOfRange(memory, (int) at, (int) at + count);
    }
    byte[] bytes = new byte[count];
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(at);
      open.readFully(bytes);
    } catch (EOFException e) {
      throw new IOException(file + " is shorter than when it was opened", e);
    }
    return bytes;
  }

  /**
   * Takes in the length and the bytes at both ends, whether the file is compressed or not.
   *
   * @throws UncheckedIOException if they can no longer be read
   */
  void addTo(Fingerprint fingerprint) {
    int end = (int) Math.min(length, END_BYTES);
    try {
      fingerprint.add(length).add(read(0, end)).add(read(length - end, end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
