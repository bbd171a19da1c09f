package mugs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.embed.WeightsFile;
import mugs.engine.FileFailure;
import mugs.engine.FolderSync;
import mugs.engine.Placement;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.WholeFile;
import mugs.method.MugsSettings;
import mugs.method.MugsState;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything that a run needs to go on as if it had never stopped, in a folder of its own: the
 * teacher ({@code weights.safetensors}); student, optimiser, memories, queues and centre ({@code
 * state.safetensors}); how far it has come ({@code state.json}); and the checksums of these.
 *
 * @param folder that holds the files
 * @param progress of the run when it was written
 * @param machine that it was written on
 */
record Checkpoint(Path folder, RunProgress progress, Machine machine) {
  static final String STATE = "state.safetensors";
  static final String PROGRESS = "state.json";

  private static final int FORMAT = 1;
  private static final List<String> FILES = List.of(WeightsFile.NAME, STATE, PROGRESS);
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** What {@code state.json} holds. */
  private record Stored(int format, String program, RunProgress progress, Machine machine) {}

  /** Returns the file with the teacher. */
  Path weights() {
    return folder.resolve(WeightsFile.NAME);
  }

  /**
   * Writes a checkpoint into an empty folder; all of it is on the disk when the call returns.
   *
   * @param folder to fill
   * @param state of the method
   * @param progress of the run
   * @param machine that runs it
   * @param metadata of the weights file
   * @throws IOException if something cannot be written
   */
  static void write(
      Path folder,
      MugsState state,
      RunProgress progress,
      Machine machine,
      Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter.write(
        folder.resolve(WeightsFile.NAME), TeacherWeights.named(state), metadata);
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors = state.tensors();
      tensors.keySet().removeIf(name -> name.startsWith(TeacherWeights.IN_STATE));
      SafetensorsWriter.write(folder.resolve(STATE), tensors, Map.of());
    }
    WholeFile.write(
        folder.resolve(PROGRESS),
        JSON.writeValueAsString(new Stored(FORMAT, Provenance.program(), progress, machine))
            + "\n");
    Checksums.write(folder, FILES);
    FolderSync.sync(folder);
  }

  /**
   * Opens a checkpoint and checks every file of it.
   *
   * @throws RunFolderException if another version of this program wrote it in another format
   * @throws IOException if one is missing, torn or altered; the message names it
   */
  static Checkpoint open(Path folder) throws IOException {
    Checksums.check(folder, List.of(PROGRESS));
    Path file = folder.resolve(PROGRESS);
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      int format = json.path("format").asInt();
      if (format != FORMAT) {
        throw new RunFolderException(
            "%s is a checkpoint of format %d, written by %s; this is %s, which reads format %d: resume with the version that wrote it"
                .formatted(
                    folder,
                    format,
                    json.path("program").asText("another version"),
                    Provenance.program(),
                    FORMAT));
      }
      Checksums.check(folder, FILES);
      Stored stored = JSON.treeToValue(json, Stored.class);
      return new Checkpoint(folder, stored.progress, stored.machine);
    } catch (JsonProcessingException e) {
      throw new IOException("cannot use " + file + ": " + FileFailure.reason(e), e);
    }
  }

  /**
   * Returns the recipe that made it.
   *
   * @throws IOException if the file cannot be read
   * @throws RecipeException if this version does not know the recipe's keys
   */
  Recipe recipe() throws IOException {
    try (SafetensorsReader teacher = SafetensorsReader.open(weights())) {
      return RecipeResolver.read(
          teacher.metadata().getOrDefault(Provenance.RECIPE, ""), "the recipe in " + weights());
    }
  }

  /**
   * Reads the state back.
   *
   * @param settings of the run
   * @param placement of the run
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the tensors are not those of these settings
   */
  MugsState state(MugsSettings settings, Placement placement) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader state = SafetensorsReader.open(folder.resolve(STATE));
        SafetensorsReader teacher = SafetensorsReader.open(weights())) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(state.readAll());
      TeacherWeights.inState(settings, teacher.readAll()).forEach(tensors::put);
      return MugsState.of(settings, tensors, placement);
    }
  }
}
