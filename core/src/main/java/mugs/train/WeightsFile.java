package mugs.train;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds the weights that a user means by a file, a checkpoint's folder or a run's folder. */
public final class WeightsFile {
  private WeightsFile() {}

  /**
   * Returns the file.
   *
   * @param named a weights file; a folder that holds {@code weights.safetensors}; or a run's
   *     folder, whose newest checkpoint is meant ({@code RUN/best} names the best)
   * @throws NoSuchFileException if there is none
   */
  public static Path find(Path named) throws NoSuchFileException {
    List<Path> candidates =
        List.of(
            named,
            named.resolve(TeacherWeights.FILE),
            new RunFolder(named).last().resolve(TeacherWeights.FILE));
    return candidates.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchFileException(
                    named.toString(),
                    null,
                    Files.isDirectory(named)
                        ? "neither it nor last in it holds " + TeacherWeights.FILE
                        : "no such file or folder"));
  }
}
