package mugs.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pictures that a manifest lists, in its order: rows of separated values under a header, or one
 * JSON object a line.
 *
 * <p>One column holds the path of a picture file; relative ones start from the manifest's folder.
 * It is called {@code path}, {@code file}, {@code filename}, {@code filepath}, {@code image} or
 * {@code picture} (case, {@code _}, {@code -} and spaces do not count), or it is the only column
 * whose first value ends like a picture. The others are label levels, see {@link LabelColumns}. A
 * path that is listed again is left out, which is told.
 */
final class ManifestSource implements PictureSource {
  private static final List<String> PATH_COLUMNS =
      List.of(
          "path",
          "file",
          "filename",
          "filepath",
          "image",
          "imagepath",
          "imagefile",
          "picture",
          "picturepath",
          "img",
          "imgpath");

  /** If none of so many pictures is there, the manifest is not where it belongs. */
  private static final int LOOKED_FOR = 100;

  /** Files whose sizes are in the fingerprint. */
  private static final int ASKED_FOR_SIZE = 1000;

  private static final int MISSING = -1;

  private final Path manifest;
  private final Path folder;
  private final PathTable pictures;
  private final List<LabelLevel> levels;
  private final long maxBytes;

  private ManifestSource(
      Path manifest, Path folder, PathTable pictures, List<LabelLevel> levels, long maxBytes) {
    this.manifest = manifest;
    this.folder = folder;
    this.pictures = pictures;
    this.levels = levels;
    this.maxBytes = maxBytes;
  }

  /** What is collected while rows are read. */
  private static final class Rows implements ManifestRows.Taker {
    private final Path manifest;
    private final Indexing indexing;
    private final PathTable.Builder paths = new PathTable.Builder();
    private final LabelColumns labels = new LabelColumns();
    private Optional<String> pathColumn = Optional.empty();

    Rows(Path manifest, Indexing indexing) {
      this.manifest = manifest;
      this.indexing = indexing;
    }

    @Override
    public void take(long row, Map<String, String> values) throws IOException {
      if (pathColumn.isEmpty()) {
        pathColumn = Optional.of(pathColumn(manifest, values));
      }
      String path = Optional.ofNullable(values.get(pathColumn.get())).orElse("");
      if (path.isBlank()) {
        throw new NoPicturesException(
            "row %d of %s has no %s; mend it".formatted(row, manifest, pathColumn.get()));
      }
      int index = paths.size();
      values.forEach(
          (column, value) -> {
            if (!column.equals(pathColumn.get())) {
              labels.put(index, column, value);
            }
          });
      paths.add(path, 0);
      indexing.foundOne();
    }
  }

  /**
   * Reads a manifest.
   *
   * @param jsonLines whether it holds JSON, and not separated values
   * @throws NoPicturesException if it is broken, is no manifest, or lists no picture that is there
   * @throws IOException if it cannot be read
   */
  static ManifestSource open(Path manifest, boolean jsonLines, Indexing indexing)
      throws IOException {
    Rows rows = new Rows(manifest, indexing);
    if (jsonLines) {
      ManifestRows.jsonLines(manifest, rows);
    } else {
      ManifestRows.csv(manifest, rows);
    }
    PathTable all = rows.paths.build();
    if (all.size() == 0) {
      throw new NoPicturesException(
          isManifest(manifest)
              ? "no pictures in " + manifest + ": it has no rows; list one picture a row"
              : notAManifest(manifest));
    }
    Path folder = Optional.ofNullable(manifest.getParent()).orElse(Path.of(""));
    checkThere(manifest, folder, all);
    LeftOut leftOut = new LeftOut();
    BitSet same = all.duplicates(true);
    same.stream().forEach(i -> leftOut.add(LeftOut.Reason.SAME_PATH, all.path(i)));
    leftOut.tell(manifest.toString());
    PathTable pictures = same.isEmpty() ? all : all.without(same);
    int[] kept = IntStream.range(0, all.size()).filter(i -> !same.get(i)).toArray();
    List<LabelLevel> levels = rows.labels.levels(manifest.toString(), kept);
    return new ManifestSource(
        manifest, folder, pictures, List.copyOf(levels), indexing.options().maxPictureBytes());
  }

  private static String pathColumn(Path manifest, Map<String, String> first)
      throws NoPicturesException {
    for (String known : PATH_COLUMNS) {
      for (String column : first.keySet()) {
        if (column.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "").equals(known)) {
          return column;
        }
      }
    }
    List<String> likely =
        first.entrySet().stream()
            .filter(value -> PictureFormat.isEnding(value.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (likely.size() == 1) {
      return likely.get(0);
    }
    throw new NoPicturesException(
        isManifest(manifest)
            ? "the manifest %s has the columns %s: call the one with the pictures' paths path"
                .formatted(manifest, String.join(", ", first.keySet()))
            : notAManifest(manifest));
  }

  private static boolean isManifest(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return List.of(".csv", ".tsv", ".jsonl", ".ndjson", ".json").stream().anyMatch(name::endsWith);
  }

  private static String notAManifest(Path file) {
    return file + " is no picture collection; give " + PictureSources.WANTED;
  }

  private static void checkThere(Path manifest, Path folder, PathTable pictures)
      throws NoPicturesException {
    int looked = Math.min(LOOKED_FOR, pictures.size());
    for (int i = 0; i < looked; i++) {
      try {
        if (Files.exists(folder.resolve(pictures.path(i)))) {
          return;
        }
      } catch (InvalidPathException e) {
        // not there either
      }
    }
    throw new NoPicturesException(
        "%s lists %s, but that is not in %s (nor are the next): give paths from the manifest's folder, or whole ones"
            .formatted(manifest, pictures.path(0), folder.toAbsolutePath()));
  }

  @Override
  public String name() {
    return String.valueOf(manifest.getFileName());
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
    return PictureFiles.read(folder, path(index), maxBytes);
  }

  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    return PictureFiles.readBeginning(folder, path(index), maxBytes, bytes);
  }

  @Override
  public Optional<Path> file(int index) {
    return PictureFiles.file(folder, path(index));
  }

  @Override
  public long mostBytes() {
    return maxBytes;
  }

  /**
   * {@inheritDoc} This one takes in all paths and labels, and the sizes of some files, spread over
   * the list: to ask for all would take minutes where files are far away.
   */
  @Override
  public String fingerprint() {
    Fingerprint fingerprint = Fingerprint.ofLabels(this);
    int asked = Math.min(size(), ASKED_FOR_SIZE);
    for (int i = 0; i < asked; i++) {
      fingerprint.add(bytes((int) ((long) i * size() / asked)));
    }
    return fingerprint.digits();
  }

  private long bytes(int index) {
    try {
      return Files.size(folder.resolve(path(index)));
    } catch (IOException | InvalidPathException e) {
      return MISSING;
    }
  }
}
