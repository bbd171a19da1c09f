package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mugs.engine.FileFailure;
import mugs.engine.SafetensorsWriter;
import mugs.method.MugsState;
import org.bytedeco.pytorch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result of a run: the teacher's tensors, named as timm names a vision transformer's, with the
 * settings that rebuild the network beside them.
 */
final class TeacherWeights {
  static final String FILE = "weights.safetensors";

  private static final Logger LOG = LoggerFactory.getLogger(TeacherWeights.class);
  private static final String BACKBONE = "backbone.";

  private TeacherWeights() {}

  /**
   * Writes weights into a folder of their own below the run's, and points {@code last} to it. The
   * folder appears when all in it is written.
   *
   * @param folder of the run
   * @param state after the steps
   * @param steps how many
   * @param metadata settings and provenance, by name; only what a rerun reproduces
   * @return the weights file
   * @throws IOException if it cannot be written; nothing of it is left then
   */
  static Path write(RunFolder folder, MugsState state, long steps, Map<String, String> metadata)
      throws IOException {
    String name = RunFolder.checkpointName(steps);
    Path part = folder.checkpoints().resolve(name + ".part");
    Path whole = folder.checkpoints().resolve(name);
    if (Files.exists(whole.resolve(FILE))) {
      return whole.resolve(FILE); // a checkpoint of this very step
    }
    try {
      Files.createDirectories(part);
      SafetensorsWriter.write(part.resolve(FILE), named(state), metadata);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      IOException failure =
          new IOException("cannot write " + whole.resolve(FILE) + ": " + reason(e), e);
      try {
        deleteTree(part);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
    pointTo(folder, name);
    return whole.resolve(FILE);
  }

  /** The writer's message names the file beside the final one, which is gone by now. */
  private static String reason(IOException e) {
    return FileFailure.reason(e.getCause() instanceof IOException cause ? cause : e);
  }

  /** Without the link the weights are as good: some file systems know none. */
  private static void pointTo(RunFolder folder, String name) throws IOException {
    Path part = folder.path().resolve("last.part");
    try {
      Files.deleteIfExists(part);
      Files.createSymbolicLink(part, folder.path().relativize(folder.checkpoints()).resolve(name));
      Files.move(
          part, folder.last(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("Cannot make the link {} to the newest weights: {}", folder.last(), e.toString());
      Files.deleteIfExists(part);
    }
  }

  private static Map<String, Tensor> named(MugsState state) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    state
        .teacher()
        .asMap()
        .forEach(
            (name, tensor) ->
                named.put(
                    name.startsWith(BACKBONE) ? name.substring(BACKBONE.length()) : name, tensor));
    return named;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> content;
    try (Stream<Path> walk = Files.walk(folder)) {
      content = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : content) {
      Files.delete(path);
    }
  }
}
