package mugs.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pictures of a binary file of CIFAR-10 or CIFAR-100: 32 x 32 pixels, raw.
 *
 * <p>A record of CIFAR-10 is a label from 0 to 9 and 3,072 bytes of pixels; one of CIFAR-100 has a
 * coarse label from 0 to 19 and a fine one from 0 to 99 before them. Pixels are all red, all green,
 * all blue values, row by row. A file has no mark of its own: its length and its labels must fit
 * one of the two. Classes are called by {@code batches.meta.txt}, or {@code coarse_label_names.txt}
 * and {@code fine_label_names.txt}, beside the file, and by their numbers where these are missing.
 */
final class CifarSource implements PictureSource {
  private static final int SIDE = 32;
  private static final int PIXELS = SIDE * SIDE;

  private final Path file;
  private final RecordBytes records;
  private final Layout layout;
  private final List<LabelLevel> levels;

  /** One label of a record. */
  private record Label(String level, int classes, String namesFile) {}

  /** The records of one of the two sets. */
  private record Layout(List<Label> labels) {
    static final List<Layout> ALL =
        List.of(
            new Layout(List.of(new Label("class", 10, "batches.meta.txt"))),
            new Layout(
                List.of(
                    new Label("coarse", 20, "coarse_label_names.txt"),
                    new Label("fine", 100, "fine_label_names.txt"))));

    int bytes() {
      return labels.size() + 3 * PIXELS;
    }
  }

  private CifarSource(Path file, RecordBytes records, Layout layout, List<int[]> labels)
      throws IOException {
    this.file = file;
    this.records = records;
    this.layout = layout;
    List<LabelLevel> found = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      Label label = layout.labels.get(i);
      found.add(new LabelLevel(label.level(), names(file, label), labels.get(i)));
    }
    this.levels = List.copyOf(found);
  }

  /**
   * Opens a file.
   *
   * @throws NoPicturesException if its length or its labels are those of neither set
   * @throws IOException if it cannot be read
   */
  static CifarSource open(Path file, Indexing indexing) throws IOException {
    RecordBytes records = RecordBytes.open(file);
    for (Layout layout : Layout.ALL) {
      Optional<List<int[]>> labels = labels(records, layout);
      if (labels.isPresent()) {
        IntStream.range(0, labels.get().get(0).length).forEach(i -> indexing.foundOne());
        return new CifarSource(file, records, layout, labels.get());
      }
    }
    if (records.length() == 0) {
      throw new NoPicturesException(file + " is empty; give " + PictureSources.WANTED);
    }
    throw new NoPicturesException(
        ("%s is no picture collection: it has no mark of any, and its %,d bytes are no whole"
                + " number of CIFAR records (3,073 or 3,074 bytes) with labels in their range; give"
                + " %s")
            .formatted(file, records.length(), PictureSources.WANTED));
  }

  private static Optional<List<int[]>> labels(RecordBytes records, Layout layout)
      throws IOException {
    long count = records.length() / layout.bytes();
    if (count == 0 || records.length() % layout.bytes() != 0 || count > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    List<int[]> labels = new ArrayList<>();
    layout.labels.forEach(label -> labels.add(new int[(int) count]));
    for (int i = 0; i < count; i++) {
      byte[] found = records.read((long) i * layout.bytes(), labels.size());
      for (int l = 0; l < found.length; l++) {
        labels.get(l)[i] = found[l] & 0xff;
        if (labels.get(l)[i] >= layout.labels.get(l).classes()) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(labels);
  }

  private static List<String> names(Path file, Label label) throws IOException {
    Path names = file.toAbsolutePath().resolveSibling(label.namesFile());
    if (Files.isRegularFile(names) && Files.size(names) < 1 << 16) {
      String text = new String(Files.readAllBytes(names), StandardCharsets.UTF_8);
      List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      if (lines.size() == label.classes()) {
        return lines;
      }
    }
    return IntStream.range(0, label.classes()).mapToObj(Integer::toString).toList();
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public int size() {
    return (int) (records.length() / layout.bytes());
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  /** {@inheritDoc} Here the file's name without its endings, and the number of the record. */
  @Override
  public String path(int index) {
    return String.format(Locale.ROOT, "%s/%05d", ArchiveNames.stem(name()), index);
  }

  /** {@inheritDoc} Here always {@link StoredPicture.Raw}, 32 x 32. */
  @Override
  public StoredPicture read(int index) throws IOException {
    byte[] planes = records.read((long) index * layout.bytes() + layout.labels.size(), 3 * PIXELS);
    byte[] rgb = new byte[3 * PIXELS];
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      for (int colour = 0; colour < 3; colour++) {
        rgb[3 * pixel + colour] = planes[colour * PIXELS + pixel];
      }
    }
    return new StoredPicture.Raw(rgb, SIDE, SIDE);
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
