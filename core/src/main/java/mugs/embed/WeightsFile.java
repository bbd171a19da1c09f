package mugs.embed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mugs.engine.MisnamedFileException;

/** Finds the weights that a user means by a file, a checkpoint's folder or a run's folder. */
public final class WeightsFile {

  /** What the teacher's weights are called in a checkpoint. */
  public static final String NAME = "weights.safetensors";

  /** The link to the newest checkpoint in a run's folder. */
  public static final String LAST = "last";

  /** The link to the checkpoint that measured best in a run's folder. */
  private static final String BEST = "best";

  private WeightsFile() {}

  /**
   * Returns the file.
   *
   * @param named a weights file; a folder that holds {@code weights.safetensors}; or a run's
   *     folder, whose newest checkpoint is meant ({@code RUN/best} names the best)
   * @throws MisnamedFileException if there is none
   */
  public static Path find(Path named) throws MisnamedFileException {
    List<Path> candidates = List.of(named, named.resolve(NAME), named.resolve(LAST).resolve(NAME));
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    if (Files.isDirectory(named)) {
      throw new MisnamedFileException(
          "neither %s nor a folder %s in it holds a %s: give a weights file, a checkpoint or a run"
              .formatted(named, LAST, NAME));
    }
    if (named.endsWith(BEST) && Files.exists(named.resolveSibling(LAST).resolve(NAME))) {
      throw new MisnamedFileException(
          "%s: the run has measured nothing yet, so no checkpoint is its best: give %s"
              .formatted(named, named.resolveSibling(LAST)));
    }
    throw new MisnamedFileException(
        named
            + (Files.exists(named) ? " is no file" : ": no such file or folder")
            + ": give a weights file, a checkpoint or a run");
  }
}
