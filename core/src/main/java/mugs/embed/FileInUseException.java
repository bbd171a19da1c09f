package mugs.embed;

import java.io.IOException;

/** A file that this process was to write is being written by another one. */
public final class FileInUseException extends IOException {
  private static final long serialVersionUID = 1;

  FileInUseException(String message) {
    super(message);
  }
}
