package mugs.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the pictures of a folder tree in the order of their paths.
 *
 * <p>Each folder's entries are sorted with a {@code /} after the names of folders. Going down in
 * that order meets the files in the order of their whole paths ({@code a-b/1.png} before {@code
 * a/1.png}, as {@code -} comes before {@code /}), with no more than one folder's listing at a time
 * in memory.
 */
final class FolderWalk {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);

  private final PathTable.Builder pictures = new PathTable.Builder();
  private final Set<Object> enclosing = new HashSet<>();
  private final Indexing indexing;
  private int otherFiles;
  private String firstOtherFile = "";

  private FolderWalk(Indexing indexing) {
    this.indexing = indexing;
  }

  /**
   * Returns all pictures under a folder, at least one.
   *
   * @throws NoPicturesException if there are none
   * @throws IOException if a folder cannot be listed
   */
  static PathTable pictures(Path root, Indexing indexing) throws IOException {
    FolderWalk walk = new FolderWalk(indexing);
    walk.enter(root, "");
    PathTable table = walk.pictures.build();
    if (table.size() == 0) {
      throw new NoPicturesException("no pictures in " + root + ": " + walk.whatIsThere());
    }
    indexing.leftOut(walk.otherFiles, walk.firstOtherFile);
    return table;
  }

  private String whatIsThere() {
    String wanted = PictureFormat.ENDINGS_IN_WORDS;
    if (otherFiles == 0) {
      return "it holds no files; give a folder with files that end in " + wanted;
    }
    String files = otherFiles == 1 ? "its only file" : "none of its " + otherFiles + " files";
    String ends = otherFiles == 1 ? " does not end in " : " ends in ";
    return files
        + ends
        + wanted
        + " (found "
        + firstOtherFile
        + "); give a folder with such files, or name archives, manifests, CIFAR or IDX files in it"
        + " one by one";
  }

  private void enter(Path folder, String path) throws IOException {
    Object identity = identity(folder);
    if (!enclosing.add(identity)) {
      LOG.warn("{} is a link back to a folder that it lies in; it is left out", folder);
      return;
    }
    for (Entry entry : list(folder)) {
      if (entry.isFolder()) {
        String name = entry.key().substring(0, entry.key().length() - 1);
        enter(folder.resolve(name), path.isEmpty() ? name : path + "/" + name);
      } else {
        pictures.add(path, entry.key(), entry.bytes());
      }
    }
    enclosing.remove(identity);
  }

  /** Returns the folders and pictures in a folder, sorted; counts the other files. */
  private List<Entry> list(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        String name = path.getFileName().toString();
        if (name.startsWith(".")) {
          continue;
        }
        BasicFileAttributes attributes = attributes(path);
        boolean picture = !attributes.isOther() && PictureFormat.isEnding(name);
        if (attributes.isDirectory()) {
          entries.add(new Entry(name + "/", Entry.FOLDER));
        } else if (picture) {
          entries.add(new Entry(name, attributes.size()));
          indexing.foundOne();
        } else if (otherFiles++ == 0) {
          firstOtherFile = folder.resolve(name).toString();
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IOException("cannot list the folder " + folder + ": " + e, e);
    }
    entries.sort(Comparator.comparing(Entry::key));
    return entries;
  }

  /**
   * Returns what a path is, through links. A link that leads nowhere is returned as the link it is:
   * with a picture's name it stays in the list, so that reading reports it.
   */
  private static BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (FileSystemException e) {
      if (!Files.isSymbolicLink(path)) {
        throw e;
      }
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static Object identity(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key == null ? folder.toRealPath() : key;
  }

  /**
   * What a folder holds; small, as a flat folder may hold a million.
   *
   * @param key a file's name, or a folder's with a {@code /} behind it
   * @param bytes of a file
   */
  private record Entry(String key, long bytes) {
    static final long FOLDER = -1;

    boolean isFolder() {
      return bytes == FOLDER;
    }
  }
}
