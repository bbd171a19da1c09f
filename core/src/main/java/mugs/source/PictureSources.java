package mugs.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens picture collections by what they are. */
public final class PictureSources {
  static final String WANTED =
      "a folder, picture files, a zip or tar archive, WebDataset shards, a CSV or JSONL manifest,"
          + " a CIFAR or IDX file, or emoji:";

  private PictureSources() {}

  /**
   * Opens a source for what was named, with the default options; see {@link #open(List,
   * OpenOptions)}.
   *
   * @param paths what a user named
   * @throws NoPicturesException if there is nothing to open
   * @throws IOException if something cannot be read
   */
  public static PictureSource open(List<String> paths) throws IOException {
    return open(paths, OpenOptions.DEFAULT);
  }

  /**
   * Opens a source for what was named, in that order:
   *
   * <ul>
   *   <li>{@code emoji:}, the built-in pictures, and {@code emoji:without-skin-tones};
   *   <li>a folder, with all that is in it, see {@link FolderSource}; one without pictures, but
   *       with tar archives directly in it, stands for these;
   *   <li>picture files; all of them make one source without labels, at the place of the first;
   *   <li>tar archives, plain or compressed by gzip or bzip2; all of them make one source, at the
   *       place of the first. Where labels lie beside the pictures they are WebDataset shards;
   *   <li>a zip archive; a manifest in CSV or JSONL; a binary file of CIFAR-10 or CIFAR-100; an IDX
   *       file.
   * </ul>
   *
   * <p>Files are told by what is in them, not by their names. A path that does not exist may be a
   * pattern with braces, such as {@code shard-{0000..0127}.tar}. More than one source are joined,
   * see {@link JoinedSource}.
   *
   * @param paths what a user named
   * @param options of all that is opened
   * @throws NoPicturesException if there is nothing to open, or one of the paths is missing, is no
   *     picture collection, or holds no picture
   * @throws IOException if a file or folder cannot be read
   */
  public static PictureSource open(List<String> paths, OpenOptions options) throws IOException {
    if (paths.isEmpty()) {
      throw new NoPicturesException("no pictures were named; give " + WANTED);
    }
    Opening opening = new Opening(new Indexing(options));
    try {
      for (String path : paths) {
        opening.add(path);
      }
      return opening.join();
    } catch (IOException | RuntimeException e) {
      JoinedSource.closeAll(opening.sources);
      throw e;
    }
  }

  /** What was opened so far. */
  private static final class Opening {
    private final Indexing indexing;
    private final List<PictureSource> sources = new ArrayList<>();
    private final List<Path> pictures = new ArrayList<>();
    private final List<Path> archives = new ArrayList<>();
    private int placeOfPictures;
    private int placeOfArchives;

    Opening(Indexing indexing) {
      this.indexing = indexing;
    }

    void add(String path) throws IOException {
      if (path.startsWith(EmojiSource.NAME)) {
        sources.add(builtIn(path));
        return;
      }
      for (Path found : existing(path)) {
        if (Files.isDirectory(found)) {
          addFolder(found);
        } else if (Files.isRegularFile(found)) {
          addFile(found);
        } else {
          throw new NoPicturesException(found + " is a device or a pipe; give " + WANTED);
        }
      }
    }

    private void addFolder(Path folder) throws IOException {
      try {
        sources.add(FolderSource.open(folder, indexing));
      } catch (NoPicturesException e) {
        List<Path> shards = shards(folder);
        if (shards.isEmpty()) {
          throw e;
        }
        for (Path shard : shards) {
          addFile(shard);
        }
      }
    }

    private void addFile(Path file) throws IOException {
      switch (FileKind.of(file)) {
        case PICTURE -> {
          placeOfPictures = pictures.isEmpty() ? sources.size() : placeOfPictures;
          pictures.add(file);
        }
        case TAR -> {
          placeOfArchives = archives.isEmpty() ? sources.size() : placeOfArchives;
          archives.add(file);
        }
        case ZIP -> sources.add(ZipSource.open(file, indexing));
        case IDX -> sources.add(IdxSource.open(file, indexing));
        case CSV -> sources.add(ManifestSource.open(file, false, indexing));
        case JSON_LINES -> sources.add(ManifestSource.open(file, true, indexing));
        case RECORDS -> sources.add(CifarSource.open(file, indexing));
      }
    }

    PictureSource join() throws IOException {
      if (!archives.isEmpty()) {
        sources.add(placeOfArchives, TarSource.open(archives, indexing));
        placeOfPictures += placeOfPictures > placeOfArchives ? 1 : 0;
      }
      if (!pictures.isEmpty()) {
        sources.add(placeOfPictures, FileListSource.of(pictures, indexing));
      }
      return sources.size() == 1 ? sources.get(0) : new JoinedSource(sources);
    }
  }

  private static PictureSource builtIn(String name) throws IOException {
    return switch (name) {
      case EmojiSource.NAME -> EmojiSource.open();
      case EmojiSource.NAME_WITHOUT_SKIN_TONES -> EmojiSource.open().withoutSkinTones();
      default ->
          throw new NoPicturesException(
              "there are no built-in pictures called %s; give %s or %s"
                  .formatted(name, EmojiSource.NAME, EmojiSource.NAME_WITHOUT_SKIN_TONES));
    };
  }

  /** Returns the archives that lie directly in a folder, in the order of their names. */
  private static List<Path> shards(Path folder) throws IOException {
    List<Path> shards = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "*.{tar,tar.gz,tgz,tar.bz2}")) {
      files.forEach(shards::add);
    }
    shards.removeIf(shard -> !Files.isRegularFile(shard));
    shards.sort(null);
    return shards;
  }

  /** Returns the file of that name, or the files that a pattern stands for. */
  private static List<Path> existing(String name) throws NoPicturesException {
    Path path = path(name);
    if (!name.isEmpty() && Files.exists(path)) {
      return List.of(path);
    }
    List<Path> expanded = new ArrayList<>();
    List<String> names = BracePattern.expand(name);
    for (String each : names) {
      expanded.add(path(each));
    }
    List<Path> missing = expanded.stream().filter(each -> !Files.exists(each)).toList();
    if (name.isEmpty() || names.equals(List.of(name))) {
      throw new NoPicturesException(
          "\"%s\" does not exist (looked for %s)%s; give %s"
              .formatted(name, path.toAbsolutePath(), hint(name), WANTED));
    } else if (missing.size() == 1 && expanded.size() == 1) {
      throw new NoPicturesException(
          "the only file that %s stands for, %s, does not exist; give one that does"
              .formatted(name, missing.get(0).toAbsolutePath()));
    } else if (missing.size() == expanded.size()) {
      throw new NoPicturesException(
          "not one of the %d files that %s stands for exists, not %s either; give those that do"
              .formatted(missing.size(), name, missing.get(0).toAbsolutePath()));
    } else if (!missing.isEmpty()) {
      throw new NoPicturesException(
          "%d of the %d files that %s stands for do not exist, the first is %s; give those that do"
              .formatted(missing.size(), expanded.size(), name, missing.get(0)));
    }
    return expanded;
  }

  private static String hint(String name) {
    if (name.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      return ": URLs are not fetched, download it first";
    }
    return name.contains("{") || name.contains("}")
        ? ": as a pattern it would need braces such as {0000..0127} or {train,test}"
        : "";
  }

  private static Path path(String name) throws NoPicturesException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new NoPicturesException(
          "%s is no path here (%s); give %s".formatted(name, e.getReason(), WANTED));
    }
  }
}
