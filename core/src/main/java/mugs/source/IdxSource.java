package mugs.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of an IDX file, the format of MNIST: raw, grey ({@code [pictures, rows, columns]})
 * or in colour ({@code [pictures, rows, columns, 3]}), one byte a value.
 *
 * <p>Where the file's name has {@code images} in it, such as {@code train-images-idx3-ubyte.gz},
 * its labels are in the file beside it that has {@code labels} and {@code idx1} instead, compressed
 * or not; classes are called by their numbers.
 */
final class IdxSource implements PictureSource {
  private static final Logger LOG = LoggerFactory.getLogger(IdxSource.class);
  private static final int UNSIGNED_BYTES = 8;
  private static final int LARGEST_SIDE = 1 << 16;

  private final Path file;
  private final RecordBytes records;
  private final Header header;
  private final List<LabelLevel> levels;

  /**
   * What stands at the beginning of a file.
   *
   * @param count of pictures or labels
   * @param rows of a picture, 1 for labels
   * @param columns of a picture, 1 for labels
   * @param channels 1 or 3
   * @param bytes of the header itself
   */
  private record Header(int count, int rows, int columns, int channels, int bytes) {
    int pictureBytes() {
      return rows * columns * channels;
    }
  }

  private IdxSource(Path file, RecordBytes records, Header header, List<LabelLevel> levels) {
    this.file = file;
    this.records = records;
    this.header = header;
    this.levels = levels;
  }

  /**
   * Opens a file and its labels.
   *
   * @throws NoPicturesException if it holds something else than pictures, or not as much as its
   *     header says
   * @throws IOException if it cannot be read
   */
  static IdxSource open(Path file, Indexing indexing) throws IOException {
    RecordBytes records = RecordBytes.open(file);
    Header header = header(file, records, indexing.options().maxPictureBytes());
    if (header.rows() == 0 || header.count() == 0) {
      throw new NoPicturesException(
          header.count() == 0
              ? "no pictures in " + file + ": its header says so; give an IDX file of images"
              : file
                  + " is an IDX file of labels: give the file of images; labels beside it are found"
                  + " by its name");
    }
    IntStream.range(0, header.count()).forEach(i -> indexing.foundOne());
    return new IdxSource(file, records, header, labels(file, header.count(), indexing));
  }

  private static Header header(Path file, RecordBytes records, long most) throws IOException {
    ByteBuffer fixed = ByteBuffer.wrap(records.read(0, 4));
    int dimensions = fixed.get(3);
    long needed = 4 + 4L * dimensions;
    if (records.length() < needed) {
      throw new NoPicturesException(file + " is cut short inside its IDX header; copy it again");
    }
    ByteBuffer sizes = ByteBuffer.wrap(records.read(4, 4 * dimensions));
    int[] size = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      size[i] = sizes.getInt(4 * i);
      boolean fits = i == 0 || (size[i] > 0 && size[i] <= LARGEST_SIDE);
      if (size[i] < 0 || !fits) {
        throw new NoPicturesException(
            "the IDX header of %s claims %s values; copy it again"
                .formatted(file, Integer.toUnsignedString(size[i])));
      }
    }
    boolean labels = dimensions == 1;
    boolean colour = dimensions == 4 && size[3] == 3;
    if (fixed.get(2) != UNSIGNED_BYTES || !(labels || dimensions == 3 || colour)) {
      throw new NoPicturesException(
          "%s is an IDX file of type %02x with %d dimensions: pictures have type 08, and 3 dimensions (grey) or 4 with 3 values in the last (colour)"
              .formatted(file, fixed.get(2), dimensions));
    }
    long picture = labels ? 1 : (long) size[1] * size[2] * (colour ? 3 : 1);
    if (picture > most / 3) {
      throw new NoPicturesException(
          "the IDX header of %s claims pictures of %d x %d pixels, which are too large (pictures.max-megabytes)"
              .formatted(file, size[2], size[1]));
    }
    if (needed + picture * size[0] != records.length()) {
      throw new NoPicturesException(
          "the IDX header of %s claims %,d bytes, but it has %,d; copy it again"
              .formatted(file, needed + picture * size[0], records.length()));
    }
    return labels
        ? new Header(size[0], 0, 0, 1, (int) needed)
        : new Header(size[0], size[1], size[2], colour ? 3 : 1, (int) needed);
  }

  private static List<LabelLevel> labels(Path file, int count, Indexing indexing)
      throws IOException {
    Optional<Path> beside = labelFile(file);
    if (beside.isEmpty()) {
      LOG.info("{} has no file of labels beside it", file);
      return List.of();
    }
    RecordBytes records = RecordBytes.open(beside.get());
    Header header = header(beside.get(), records, indexing.options().maxPictureBytes());
    if (header.rows() != 0 || header.count() != count) {
      throw new NoPicturesException(
          "%s has no label for each of the %,d pictures of %s; give files that belong together"
              .formatted(beside.get(), count, file.getFileName()));
    }
    byte[] values = records.read(header.bytes(), count);
    int[] used = IntStream.range(0, count).map(i -> values[i] & 0xff).distinct().sorted().toArray();
    int[] labelOf = new int[256];
    IntStream.range(0, used.length).forEach(i -> labelOf[used[i]] = i);
    int[] labels = IntStream.range(0, count).map(i -> labelOf[values[i] & 0xff]).toArray();
    return List.of(
        new LabelLevel("class", IntStream.of(used).mapToObj(Integer::toString).toList(), labels));
  }

  private static Optional<Path> labelFile(Path file) {
    String name = String.valueOf(file.getFileName());
    String labels = name.replace("images", "labels").replaceAll("idx[34]", "idx1");
    String plain = labels.replaceAll("\\.(gz|bz2)$", "");
    return name.equals(labels)
        ? Optional.empty()
        : Stream.of(labels, plain, plain + ".gz")
            .map(file.toAbsolutePath()::resolveSibling)
            .filter(Files::isRegularFile)
            .findFirst();
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public int size() {
    return header.count();
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  /** {@inheritDoc} Here the file's name without its endings, and the number of the picture. */
  @Override
  public String path(int index) {
    Objects.checkIndex(index, size());
    return String.format(Locale.ROOT, "%s/%05d", ArchiveNames.stem(name()), index);
  }

  /** {@inheritDoc} Here always {@link StoredPicture.Raw}. */
  @Override
  public StoredPicture read(int index) throws IOException {
    int bytes = header.pictureBytes();
    byte[] stored = records.read(header.bytes() + (long) index * bytes, bytes);
    if (header.channels() == 3) {
      return new StoredPicture.Raw(stored, header.columns(), header.rows());
    }
    byte[] rgb = new byte[3 * bytes];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = stored[i / 3];
    }
    return new StoredPicture.Raw(rgb, header.columns(), header.rows());
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(file);
  }

  /** {@inheritDoc} This one takes in paths, labels, the file's size and 64 KB of each end of it. */
  @Override
  public String fingerprint() {
    Fingerprint fingerprint = Fingerprint.ofLabels(this);
    records.addTo(fingerprint);
    return fingerprint.digits();
  }
}
