package mugs.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The pictures of tar archives, plain or compressed by gzip or bzip2, read where they lie, in their
 * order there.
 *
 * <p>Archives whose members carry {@code .cls} or {@code .json} files beside the pictures are
 * WebDataset shards, and these files hold the labels; see {@link SampleLabels} and {@link
 * LabelColumns}. In others the folders are the label levels, without folders at the top that all
 * pictures share. Of several archives a picture's path begins with its archive's name. Hidden files
 * are left out; so are links, which is told. Of pictures with the same path the last one counts. Of
 * an archive that is cut short, what comes before the cut is used, which is told.
 *
 * <p>Plain archives are read well in any order. A compressed one is a run, see {@link ForwardRuns}.
 */
final class TarSource implements PictureSource {
  private final List<Path> archives;
  private final List<Compression> compressions;
  private final PathTable pictures;
  private final long[] places;
  private final int[] starts;
  private final List<LabelLevel> levels;
  private final OpenOptions options;
  private final TarCursors cursors;

  private TarSource(
      List<Path> archives,
      List<Compression> compressions,
      TarIndex.Found found,
      OpenOptions options) {
    this.archives = List.copyOf(archives);
    this.compressions = List.copyOf(compressions);
    this.pictures = found.pictures();
    this.places = found.places();
    this.starts = found.starts();
    this.levels = found.levels();
    this.options = options;
    this.cursors = new TarCursors(this::openAt, options.shuffleBuffer());
  }

  /**
   * Goes through the archives once.
   *
   * @param archives at least one
   * @throws NoPicturesException if they hold no picture
   * @throws IOException if one cannot be opened
   */
  static TarSource open(List<Path> archives, Indexing indexing) throws IOException {
    List<Compression> compressions = new ArrayList<>();
    for (Path archive : archives) {
      compressions.add(Compression.of(Compression.NONE.head(archive, FileKind.HEAD_BYTES)));
    }
    TarIndex.Found found = TarIndex.of(archives, compressions, indexing);
    return new TarSource(archives, compressions, found, indexing.options());
  }

  @Override
  public String name() {
    return TarIndex.nameOf(archives);
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

  /** {@inheritDoc} Here all of it is read of compressed archives. */
  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    int archive = archiveOf(index);
    try {
      PictureFiles.checkSize(pictures.bytes(index), options.maxPictureBytes());
      int wanted = (int) Math.min(bytes, pictures.bytes(index));
      return new StoredPicture.Encoded(
          compressions.get(archive) == Compression.NONE
              ? stretch(archives.get(archive), places[index], wanted)
              : cursors.read(index, starts[archive], starts[archive + 1]));
    } catch (EOFException e) {
      throw refusal(index, archive, "the archive is shorter than when it was opened", e);
    } catch (IOException e) {
      throw refusal(index, archive, String.valueOf(e.getMessage()), e);
    }
  }

  private IOException refusal(int index, int archive, String reason, IOException cause) {
    return new IOException(
        "cannot read %s in %s: %s".formatted(path(index), archives.get(archive), reason), cause);
  }

  /** Reads a part of a file; its length was checked against the file when it was found. */
  private static byte[] stretch(Path archive, long from, int count) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
      if (from + count > file.length()) {
        throw new EOFException();
      }
      byte[] bytes = new byte[count];
      file.seek(from);
      file.readFully(bytes);
      return bytes;
    }
  }

  private int archiveOf(int index) {
    Objects.checkIndex(index, size());
    int found = Arrays.binarySearch(starts, index);
    int archive = found >= 0 ? found : -found - 2;
    while (starts[archive + 1] <= index) {
      archive++; // those before it hold no pictures
    }
    return archive;
  }

  private TarCursors.Pictures openAt(int start) throws IOException {
    int archive = archiveOf(start);
    TarReader reader = TarReader.open(archives.get(archive), compressions.get(archive));
    return new TarCursors.Pictures(reader, places, options.maxPictureBytes(), start);
  }

  /** {@inheritDoc} Here each compressed archive is one. */
  @Override
  public ForwardRuns forwardRuns() {
    List<ForwardRuns.Run> runs = new ArrayList<>();
    for (int i = 0; i < archives.size(); i++) {
      if (compressions.get(i) != Compression.NONE && starts[i] < starts[i + 1]) {
        runs.add(new ForwardRuns.Run(starts[i], starts[i + 1]));
      }
    }
    return new ForwardRuns(runs, options.shuffleBuffer());
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(archives.get(archiveOf(index)));
  }

  @Override
  public long mostBytes() {
    return options.maxPictureBytes();
  }

  /** {@inheritDoc} This one takes in paths and sizes. */
  @Override
  public String fingerprint() {
    return Fingerprint.ofFiles(this, pictures::bytes);
  }

  @Override
  public void close() throws IOException {
    cursors.close();
  }
}
