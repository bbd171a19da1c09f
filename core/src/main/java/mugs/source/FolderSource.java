package mugs.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of a folder tree.
 *
 * <p>Files that end in .jpg, .jpeg, .jfif, .jpe, .png, .webp, .bmp, .tif, .tiff or .gif (in upper
 * or lower case) are pictures; other files are left out, and the {@link IndexingListener} hears of
 * them; so are files and folders whose name begins with a dot. Links are followed, except one that
 * leads back to a folder it lies in. Pictures are in the order of their paths, compared character
 * by character whatever the locale.
 *
 * <p>Each folder level is a label level: under {@code animals}, the picture {@code dog/rex/1.jpg}
 * has the label {@code dog} at {@code level-1} and {@code dog/rex} at {@code level-2}. Where
 * pictures lie at different depths, only the levels that every picture has count; a picture
 * directly in the folder leaves none.
 *
 * <p>The files are listed once, when the source is opened, and read when asked for.
 */
public final class FolderSource implements PictureSource {
  private final Path root;
  private final PathTable pictures;
  private final List<LabelLevel> levels;
  private final long maxBytes;

  private FolderSource(Path root, PathTable pictures, long maxBytes) {
    this.root = root;
    this.maxBytes = maxBytes;
    this.pictures = pictures;
    this.levels = FolderLevels.all(pictures.folders(), pictures.folderOf());
  }

  /**
   * Lists the pictures of a folder.
   *
   * @param folder the top of the tree
   * @throws NoPicturesException if it is no folder or holds no picture
   * @throws IOException if it or a folder in it cannot be listed
   */
  public static FolderSource open(Path folder) throws IOException {
    return open(folder, new Indexing(OpenOptions.DEFAULT));
  }

  static FolderSource open(Path folder, Indexing indexing) throws IOException {
    if (!Files.isDirectory(folder)) {
      String found = Files.exists(folder) ? "is no folder" : "does not exist";
      throw new NoPicturesException(folder + " " + found + "; give a folder of pictures");
    }
    PathTable pictures = FolderWalk.pictures(folder, indexing);
    return new FolderSource(folder, pictures, indexing.options().maxPictureBytes());
  }

  /** Returns the folder's own name, without the path to it. */
  @Override
  public String name() {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? root.toString() : name.toString();
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
    return PictureFiles.read(root, path(index), maxBytes);
  }

  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    return PictureFiles.readBeginning(root, path(index), maxBytes, bytes);
  }

  @Override
  public Optional<Path> file(int index) {
    return PictureFiles.file(root, path(index));
  }

  @Override
  public long mostBytes() {
    return maxBytes;
  }

  /** {@inheritDoc} This one takes in paths and file sizes, not the path of the folder itself. */
  @Override
  public String fingerprint() {
    return Fingerprint.ofFiles(this, pictures::bytes);
  }
}
