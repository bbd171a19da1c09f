package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mugs.engine.SafetensorsReader;

/** Finds the weights that a user means by a file, a checkpoint's folder or a run's folder. */
public final class WeightsFile {
  private WeightsFile() {}

  /**
   * Returns the file.
   *
   * @param named a weights file; a folder that holds {@code weights.safetensors}; or a run's
   *     folder, whose newest checkpoint is meant ({@code RUN/best} names the best)
   * @throws IOException if there is none
   */
  public static Path find(Path named) throws IOException {
    List<Path> candidates =
        List.of(
            named,
            named.resolve(TeacherWeights.FILE),
            new RunFolder(named).last().resolve(TeacherWeights.FILE));
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    if (Files.isDirectory(named)) {
      throw new IOException(
          "neither %s nor a folder last in it holds a %s: give a weights file, a checkpoint or a run"
              .formatted(named, TeacherWeights.FILE));
    }
    throw new NoSuchFileException(named.toString());
  }

  /**
   * Returns the recipe that a weights file holds, from which its network can be rebuilt.
   *
   * @param weights that are open
   * @param file that they lie in, for messages
   * @throws IOException if it holds none: then it is no weights file of this program
   * @throws RecipeException if this version does not know the recipe's keys
   */
  public static Recipe recipe(SafetensorsReader weights, Path file) throws IOException {
    Optional<String> yaml = Optional.ofNullable(weights.metadata().get(Provenance.RECIPE));
    return RecipeResolver.read(
        yaml.orElseThrow(
            () ->
                new IOException(
                    "%s does not say what network its tensors belong to (no recipe in its metadata): give the %s of a checkpoint"
                        .formatted(file, TeacherWeights.FILE))),
        "the recipe in " + file);
  }
}
