package mugs.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The pictures of a zip archive, read where they lie, in the order of its directory.
 *
 * <p>What is a picture and what is hidden is told as in a {@link FolderSource}, and folder levels
 * are label levels; folders that all pictures share are left out of them. Links are left out and
 * told. Of pictures with the same path the last one counts. An archive without its directory, which
 * stands at its end, cannot be opened.
 */
final class ZipSource implements PictureSource {
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = -1;

  /** Most bytes that deflate makes of one: a copy of 258 takes two bits at least. */
  private static final long MOST_INFLATION = 4 * 258;

  private final Path zip;
  private final PathTable pictures;
  private final long[] headers;
  private final long[] compressed;

  /** The checksum, and above it the method. */
  private final long[] methodsAndSums;

  private final List<LabelLevel> levels;
  private final long maxBytes;

  private ZipSource(Path zip, Index index, long maxBytes) {
    this.zip = zip;
    this.pictures = index.paths.build();
    this.headers = index.headers.toArray();
    this.compressed = index.compressed.toArray();
    this.methodsAndSums = index.methodsAndSums.toArray();
    this.levels = FolderLevels.belowCommon(pictures.folders(), pictures.folderOf());
    this.maxBytes = maxBytes;
  }

  /** What is collected while the directory is read. */
  private static final class Index {
    private final PathTable.Builder paths = new PathTable.Builder();
    private final LongColumn headers = new LongColumn();
    private final LongColumn compressed = new LongColumn();
    private final LongColumn methodsAndSums = new LongColumn();

    private void add(String path, long bytes, long header, long packed, long methodAndSum) {
      paths.add(path, bytes);
      headers.add(header);
      compressed.add(packed);
      methodsAndSums.add(methodAndSum);
    }

    private Index without(BitSet leftOut) {
      PathTable all = paths.build();
      Index kept = new Index();
      for (int i = leftOut.nextClearBit(0); i < all.size(); i = leftOut.nextClearBit(i + 1)) {
        kept.add(
            all.path(i), all.bytes(i), headers.get(i), compressed.get(i), methodsAndSums.get(i));
      }
      return kept;
    }
  }

  /**
   * Reads the directory of an archive.
   *
   * @throws NoPicturesException if it holds none
   * @throws IOException if it has no directory or a damaged one
   */
  static ZipSource open(Path zip, Indexing indexing) throws IOException {
    Index index = new Index();
    LeftOut leftOut = new LeftOut();
    try (ZipDirectory directory = ZipDirectory.open(zip)) {
      for (Optional<ZipDirectory.Entry> next = directory.next();
          next.isPresent();
          next = directory.next()) {
        take(next.get(), index, leftOut, indexing);
      }
    } catch (NoPicturesException e) {
      throw e;
    } catch (IOException e) {
      throw new NoPicturesException("cannot read the zip archive " + zip + ": " + e.getMessage());
    }
    PathTable all = index.paths.build();
    BitSet same = all.duplicates(false);
    same.stream().forEach(i -> leftOut.add(LeftOut.Reason.SAME_PATH, all.path(i)));
    if (all.size() == 0) {
      throw leftOut.noPictures(zip.toString());
    }
    leftOut.tell(zip.toString());
    return new ZipSource(
        zip, same.isEmpty() ? index : index.without(same), indexing.options().maxPictureBytes());
  }

  private static void take(
      ZipDirectory.Entry entry, Index index, LeftOut leftOut, Indexing indexing) {
    String path = ArchiveNames.clean(entry.name());
    if (path.endsWith("/") || path.isEmpty()) {
      return; // a folder
    } else if (ArchiveNames.isEndless(path)) {
      leftOut.add(LeftOut.Reason.LONG_NAME, path);
    } else if (entry.link()) {
      leftOut.add(LeftOut.Reason.LINK, path);
    } else if (ArchiveNames.isHidden(path) || !PictureFormat.isEnding(path)) {
      leftOut.add(LeftOut.Reason.OTHER_FILE, path);
    } else {
      long method = entry.encrypted() ? ENCRYPTED : entry.method();
      index.add(
          path,
          entry.bytes(),
          entry.header(),
          entry.compressed(),
          method << Integer.SIZE | entry.crc());
      indexing.foundOne();
    }
  }

  @Override
  public String name() {
    return String.valueOf(zip.getFileName());
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return pictures.path(index);
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    return readBeginning(index, Integer.MAX_VALUE);
  }

  /** {@inheritDoc} Here a checksum is of the whole alone. */
  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      return new StoredPicture.Encoded(read(file, index, bytes));
    } catch (EOFException e) {
      throw new IOException("cannot read %s in %s: it is cut short".formatted(path(index), zip), e);
    } catch (IOException e) {
      throw new IOException(
          "cannot read %s in %s: %s".formatted(path(index), zip, e.getMessage()), e);
    }
  }

  private byte[] read(RandomAccessFile file, int index, int wanted) throws IOException {
    int method = (int) (methodsAndSums[index] >> Integer.SIZE);
    if (method != STORED && method != DEFLATED) {
      throw new IOException(
          method == ENCRYPTED
              ? "it is encrypted; pack the archive without a password"
              : "it is compressed by method %d, not by deflate; pack it again".formatted(method));
    }
    PictureFiles.checkSize(pictures.bytes(index), maxBytes);
    byte[] fixed = new byte[LOCAL_BYTES];
    file.seek(headers[index]);
    file.readFully(fixed);
    ByteBuffer local = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    if (local.getInt(0) != LOCAL) {
      throw new IOException("there is no entry where the directory says; copy the archive again");
    }
    long data =
        headers[index] + LOCAL_BYTES + ZipDirectory.u16(local, 26) + ZipDirectory.u16(local, 28);
    if (compressed[index] < 0 || compressed[index] > file.length() - data) {
      throw new EOFException();
    }
    file.seek(data);
    byte[] bytes = method == STORED ? stored(file, index, wanted) : inflated(file, index, wanted);
    if (bytes.length == wanted) {
      return bytes; // and perhaps there are more
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (sum.getValue() != (methodsAndSums[index] & 0xffffffffL)) {
      throw new IOException("it is damaged: its checksum is another");
    }
    return bytes;
  }

  private byte[] stored(RandomAccessFile file, int index, int wanted) throws IOException {
    PictureFiles.checkSize(compressed[index], maxBytes);
    byte[] bytes = new byte[(int) Math.min(compressed[index], wanted)];
    file.readFully(bytes);
    return bytes;
  }

  /** Unpacks into one buffer of the size that was claimed, and no further. */
  private byte[] inflated(RandomAccessFile file, int index, int wanted) throws IOException {
    long claimed = pictures.bytes(index);
    if (claimed < 0 || claimed > MOST_INFLATION * compressed[index]) {
      throw new IOException(
          "it is damaged: its %,d bytes cannot unpack to the %,d that the directory claims"
              .formatted(compressed[index], claimed));
    }
    byte[] bytes = new byte[(int) Math.min(claimed, wanted)];
    Inflater inflater = new Inflater(true);
    try (InputStream in = new InflaterInputStream(new FileRemainder(file), inflater, 1 << 14)) {
      int count = in.readNBytes(bytes, 0, bytes.length);
      boolean more = bytes.length == claimed && in.read() >= 0;
      if (more || count < bytes.length) {
        throw new IOException(
            "it is damaged: it unpacks to %s than the %,d bytes that the directory claims"
                .formatted(more ? "more" : "less", claimed));
      }
      return bytes;
    } finally {
      inflater.end();
    }
  }

  /** The rest of a file as a stream; closing it leaves the file open. */
  private static final class FileRemainder extends InputStream {
    private final RandomAccessFile file;

    FileRemainder(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      return file.read(target, from, count);
    }
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(zip);
  }

  @Override
  public long mostBytes() {
    return maxBytes;
  }

  /** {@inheritDoc} This one takes in paths and sizes. */
  @Override
  public String fingerprint() {
    return Fingerprint.ofFiles(this, pictures::bytes);
  }
}
