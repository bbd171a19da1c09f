package mugs.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Says in words why a file could not be read or written; the JDK's messages are often its path. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * Returns the reason alone, such as {@code permission denied}, without the file's name.
   *
   * @param failure of an operation on files
   */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "exists already";
    } else if (failure instanceof NotDirectoryException) {
      return "not a folder";
    } else if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    String told =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return Optional.ofNullable(told).orElse(failure.getClass().getSimpleName());
  }
}
