package mugs.verify;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The recorded run that lies in the library, copied out into a temporary folder: six steps of a
 * network 16 wide with all three supervisions at different weights and one local crop.
 *
 * @param folder that holds it until it is closed
 */
public record SmallRun(Path folder) implements AutoCloseable {
  private static final String RESOURCES = "small-run/";

  private static final List<String> FILES =
      List.of(
          RecordedRun.FILE,
          "inputs.safetensors",
          "initial.safetensors",
          "step-00-features.safetensors",
          "step-00-gradients.safetensors",
          "step-00-gradients-clipped.safetensors",
          "after-01.safetensors",
          "after-02.safetensors",
          "after-06.safetensors");

  /**
   * Copies the run out.
   *
   * @throws IOException if there is no room for its 2 MB in the system's temporary folder
   */
  public static SmallRun open() throws IOException {
    SmallRun run = new SmallRun(Files.createTempDirectory("mugs-verify-"));
    try {
      for (String file : FILES) {
        run.copy(file);
      }
      return run;
    } catch (IOException e) {
      run.close();
      throw e;
    }
  }

  private void copy(String file) throws IOException {
    try (InputStream in = SmallRun.class.getResourceAsStream(RESOURCES + file)) {
      if (in == null) {
        throw new FileNotFoundException("the library's recorded run lacks " + file);
      }
      Files.copy(in, folder.resolve(file));
    }
  }

  /** Deletes the copy. */
  @Override
  public void close() throws IOException {
    for (String file : FILES) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }
}
