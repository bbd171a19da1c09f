package mugs.train;

import java.io.IOException;

/** A folder that a run was to be written into is not free. */
public final class RunFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  public RunFolderException(String message) {
    super(message);
  }
}
