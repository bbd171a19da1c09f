package mugs.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Picture files named one by one, in the order given, without labels. */
final class FileListSource implements PictureSource {
  private static final Path HERE = Path.of("");

  private final List<String> paths;
  private final List<Long> sizes;
  private final long maxBytes;

  private FileListSource(Map<String, Long> sizeOf, long maxBytes) {
    this.maxBytes = maxBytes;
    paths = List.copyOf(sizeOf.keySet());
    sizes = List.copyOf(sizeOf.values());
  }

  /** Takes the files, each of which must exist; one that is named twice counts once. */
  static FileListSource of(List<Path> files, Indexing indexing) throws IOException {
    Map<String, Long> sizeOf = new LinkedHashMap<>();
    for (Path file : files) {
      sizeOf.put(withSlashes(file.normalize()), Files.size(file));
      indexing.foundOne();
    }
    return new FileListSource(sizeOf, indexing.options().maxPictureBytes());
  }

  private static String withSlashes(Path file) {
    return file.toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /** Returns the name of the first file and how many more there are. */
  @Override
  public String name() {
    String first = paths.get(0).substring(paths.get(0).lastIndexOf('/') + 1);
    return size() == 1 ? first : first + " and " + (size() - 1) + " more";
  }

  @Override
  public int size() {
    return paths.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return List.of();
  }

  @Override
  public String path(int index) {
    return paths.get(index);
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    return PictureFiles.read(HERE, path(index), maxBytes);
  }

  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    return PictureFiles.readBeginning(HERE, path(index), maxBytes, bytes);
  }

  @Override
  public Optional<Path> file(int index) {
    return PictureFiles.file(HERE, path(index));
  }

  @Override
  public long mostBytes() {
    return maxBytes;
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofFiles(this, sizes::get);
  }
}
