package mugs.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Reads picture files that lie in folders. */
final class PictureFiles {
  /** Stands in a name where the locale of this process cannot spell it. */
  private static final char UNKNOWN_LETTER = '\ufffd';

  private PictureFiles() {}

  /**
   * Reads a file.
   *
   * @param folder that the path starts from; empty for the current one
   * @param most bytes that it may have
   * @throws IOException with a message that names the file and says what is wrong with it
   */
  static StoredPicture read(Path folder, String path, long most) throws IOException {
    return readBeginning(folder, path, most, Integer.MAX_VALUE);
  }

  /** Reads the beginning of a file, likewise. */
  static StoredPicture readBeginning(Path folder, String path, long most, int bytes)
      throws IOException {
    try {
      Path file = folder.resolve(path);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IOException("it is no file but a folder, a device or a pipe");
      }
      checkSize(attributes.size(), most);
      if (attributes.size() <= bytes) {
        return new StoredPicture.Encoded(Files.readAllBytes(file));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new StoredPicture.Encoded(in.readNBytes(bytes));
      }
    } catch (IOException | InvalidPathException e) {
      String place = folder.toString().isEmpty() ? "" : " in " + folder;
      throw new IOException("cannot read " + path + place + ": " + reason(path, e), e);
    }
  }

  /** Returns where a file lies; empty where its name cannot be spelt here, nor the file be read. */
  static Optional<Path> file(Path folder, String path) {
    try {
      return Optional.of(folder.resolve(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Refuses a picture that is too large to be read.
   *
   * @param bytes it has, or is said to have
   * @param most it may have
   */
  static void checkSize(long bytes, long most) throws IOException {
    if (bytes > most) {
      throw new IOException(
          "it has %,d bytes, and at most %,d are read (pictures.max-megabytes)"
              .formatted(bytes, most));
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
    return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
  }
}
