package mugs.source;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What counts as a picture file, and how one is read. */
final class PictureFiles {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif");

  /** The endings in words, for messages. */
  static final String ENDINGS_IN_WORDS = ".jpg, .jpeg, .png, .webp, .bmp, .tif, .tiff or .gif";

  /** Stands in a name where the locale of this process cannot spell it. */
  private static final char UNKNOWN_LETTER = '\ufffd';

  private PictureFiles() {}

  /** Tells whether a file's name ends like a picture's; upper and lower case are the same. */
  static boolean isPicture(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /**
   * Reads a file.
   *
   * @param folder that the path starts from; empty for the current one
   * @throws IOException with a message that names the file and says what is wrong with it
   */
  static StoredPicture read(Path folder, String path) throws IOException {
    try {
      return new StoredPicture.Encoded(Files.readAllBytes(folder.resolve(path)));
    } catch (IOException | InvalidPathException e) {
      String place = folder.toString().isEmpty() ? "" : " in " + folder;
      throw new IOException("cannot read " + path + place + ": " + reason(path, e), e);
    }
  }

  private static String reason(String path, Exception e) {
    if (e instanceof InvalidPathException || path.indexOf(UNKNOWN_LETTER) >= 0) {
      return "its name cannot be spelt in this locale; set LC_ALL=C.UTF-8 before starting";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file; was it removed, or is it a broken link?";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e.toString();
  }
}
