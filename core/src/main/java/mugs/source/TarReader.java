package mugs.source;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Goes through the members of a tar archive from front to back.
 *
 * <p>The library reads the headers, each time from where a member begins; what lies between them is
 * read or skipped here. So the bytes of a member that nobody wants are not read from the disk,
 * where a member's data lies is known, and a header can neither ask for more memory than {@link
 * #MOST_HEADER_BYTES} nor make a member longer than the archive.
 */
final class TarReader implements Closeable {
  private static final int RECORD = 512;
  private static final long MOST_HEADER_BYTES = 1 << 20;

  private final Counted in;

  /** The archive's own length; unknown, and very large, where it is compressed. */
  private final long length;

  /** Continues behind a member whose place in the archive the library alone knows. */
  private Optional<TarArchiveInputStream> inside = Optional.empty();

  private long dataLeft;
  private long padding;
  private int number = -1;

  /** What a member is. */
  enum Kind {
    /** A file. */
    FILE,
    /** A link of either kind. */
    LINK,
    /** A folder, which says nothing. */
    FOLDER,
    /** Anything else. */
    SPECIAL
  }

  /**
   * A member as its header describes it.
   *
   * @param name as it stands there
   * @param kind of member
   * @param bytes of its data; claimed, until they are read or skipped
   * @param offset of its data in the archive, before compression
   */
  record Member(String name, Kind kind, long bytes, long offset) {}

  private TarReader(InputStream in, long length) {
    this.in = new Counted(in);
    this.length = length;
  }

  /** Opens an archive before its first member. */
  static TarReader open(Path file, Compression compression) throws IOException {
    long length = compression == Compression.NONE ? Files.size(file) : Long.MAX_VALUE;
    return new TarReader(compression.open(file), length);
  }

  /**
   * Goes on to the next member; what was not read of the one before is skipped.
   *
   * @return nothing after the last
   * @throws IOException if the archive is cut short or damaged here
   */
  Optional<Member> next() throws IOException {
    finish();
    in.allow(inside.isPresent() ? Long.MAX_VALUE : MOST_HEADER_BYTES);
    TarArchiveInputStream tar = inside.orElseGet(() -> new TarArchiveInputStream(in, "UTF-8"));
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (RuntimeException e) {
      throw new IOException("its headers are damaged: " + e.getMessage(), e);
    }
    in.allow(Long.MAX_VALUE);
    if (entry == null) {
      return Optional.empty();
    }
    number++;
    inside = entry.isSparse() ? Optional.of(tar) : Optional.empty();
    dataLeft = entry.isSparse() ? 0 : entry.getSize();
    padding = (RECORD - dataLeft % RECORD) % RECORD;
    if (dataLeft < 0 || dataLeft > length - in.position) {
      throw new EOFException();
    }
    return Optional.of(new Member(entry.getName(), kind(entry), dataLeft, in.position));
  }

  private static Kind kind(TarArchiveEntry entry) {
    if (entry.isSymbolicLink() || entry.isLink()) {
      return Kind.LINK;
    } else if (entry.isDirectory()) {
      return Kind.FOLDER;
    }
    return entry.isFile() && !entry.isSparse() && !isDevice(entry) ? Kind.FILE : Kind.SPECIAL;
  }

  private static boolean isDevice(TarArchiveEntry entry) {
    return entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice();
  }

  /** Returns how many members came before the present one. */
  int number() {
    return number;
  }

  /**
   * Reads the data of the present member.
   *
   * @throws EOFException if the archive ends inside
   */
  byte[] read() throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(dataLeft, Integer.MAX_VALUE - 8));
    dataLeft -= bytes.length;
    finish();
    return bytes;
  }

  /**
   * Skips what is left of the present member, so that it is known to be whole.
   *
   * @throws EOFException if the archive ends inside
   */
  void finish() throws IOException {
    in.skipNBytes(dataLeft);
    dataLeft = 0;
    for (; padding > 0 && in.read() >= 0; padding--) {
      // an archive may end without it
    }
    padding = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Knows how far it is, and how much more may be read. */
  private static final class Counted extends FilterInputStream {
    private long position;
    private long allowed = Long.MAX_VALUE;

    Counted(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      allowed = bytes;
    }

    private int counted(int bytes) throws IOException {
      if (bytes > 0) {
        position += bytes;
        allowed -= bytes;
        if (allowed < 0) {
          throw new IOException("a member has more than a megabyte of headers");
        }
      }
      return bytes;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      counted(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      return counted(super.read(target, from, count));
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      position += skipped;
      return skipped;
    }
  }
}
