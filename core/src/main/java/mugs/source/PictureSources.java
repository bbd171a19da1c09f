package mugs.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens picture collections by what they are. */
public final class PictureSources {
  private static final String WANTED =
      "a folder of pictures, picture files (" + PictureFiles.ENDINGS_IN_WORDS + "), or emoji:";

  private PictureSources() {}

  /**
   * Opens a source for what was named, in that order:
   *
   * <ul>
   *   <li>{@code emoji:}, the built-in pictures, and {@code emoji:without-skin-tones};
   *   <li>a folder, with all that is in it, see {@link FolderSource};
   *   <li>picture files; all of them make one source without labels, at the place of the first.
   * </ul>
   *
   * <p>More than one source are joined, see {@link JoinedSource}.
   *
   * @param paths what a user named
   * @throws NoPicturesException if there is nothing to open, or one of the paths is missing, is no
   *     picture collection, or holds no picture
   * @throws IOException if a folder cannot be listed
   */
  public static PictureSource open(List<String> paths) throws IOException {
    if (paths.isEmpty()) {
      throw new NoPicturesException("no pictures were named; give " + WANTED);
    }
    List<PictureSource> sources = new ArrayList<>();
    try {
      return join(paths, sources);
    } catch (IOException e) {
      JoinedSource.closeAll(sources);
      throw e;
    }
  }

  private static PictureSource join(List<String> paths, List<PictureSource> sources)
      throws IOException {
    List<Path> files = new ArrayList<>();
    int placeOfFiles = 0;
    for (String path : paths) {
      if (path.startsWith(EmojiSource.NAME)) {
        sources.add(builtIn(path));
        continue;
      }
      Path found = existing(path);
      if (Files.isDirectory(found)) {
        sources.add(FolderSource.open(found));
      } else if (PictureFiles.isPicture(path)) {
        placeOfFiles = files.isEmpty() ? sources.size() : placeOfFiles;
        files.add(found);
      } else {
        throw new NoPicturesException(path + " is no picture collection; give " + WANTED);
      }
    }
    if (!files.isEmpty()) {
      sources.add(placeOfFiles, FileListSource.of(files));
    }
    return sources.size() == 1 ? sources.get(0) : new JoinedSource(sources);
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

  private static Path existing(String name) throws NoPicturesException {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new NoPicturesException(
          "%s is no path here (%s); give %s".formatted(name, e.getReason(), WANTED));
    }
    if (name.isEmpty() || !Files.exists(path)) {
      throw new NoPicturesException(
          "\"%s\" does not exist (looked for %s); give %s"
              .formatted(name, path.toAbsolutePath(), WANTED));
    }
    return path;
  }
}
