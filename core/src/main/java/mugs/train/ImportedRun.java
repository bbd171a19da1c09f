package mugs.train;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.Engine;
import mugs.engine.Workers;
import mugs.method.MugsState;
import org.bytedeco.pytorch.Tensor;

/** A run that another program began, made into a folder from which this one goes on. */
public final class ImportedRun {
  private ImportedRun() {}

  /**
   * Writes the folder: a recipe and one checkpoint. {@link Pretraining#resume} goes on from it; it
   * must be told where the pictures are.
   *
   * @param folder of the run, empty; after a failure it is empty again
   * @param recipe to go on with
   * @param tensors of the state, as {@link MugsState#of} takes them
   * @param steps that were done
   * @param origin what the state came from, in words
   * @throws mugs.vit.ParameterMismatchException if parameters are missing, left over or of another
   *     shape than the recipe's
   * @throws IllegalArgumentException if another tensor is missing
   * @throws IOException if the folder cannot be written
   */
  public static void write(
      RunFolder folder, Recipe recipe, Map<String, Tensor> tensors, long steps, String origin)
      throws IOException {
    try {
      try (MugsState state =
          Engine.call(() -> MugsState.of(recipe.method(), tensors, recipe.run().placement()))) {
        state.checkFinite(steps);
        writeCheckpoint(folder, recipe, state, steps, origin);
      }
      Map<String, Object> provenance = new LinkedHashMap<>();
      provenance.put("imported", origin);
      provenance.put("importedSteps", steps);
      folder.writeProvenance(provenance);
      folder.writeRecipe(recipe); // from now on it is a run that can be resumed
    } catch (IOException | RuntimeException e) {
      FolderTree.delete(folder.checkpoints());
      FolderTree.delete(folder.last());
      folder.takeBack();
      throw e;
    }
  }

  private static void writeCheckpoint(
      RunFolder folder, Recipe recipe, MugsState state, long steps, String origin)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(Provenance.ofWeights(recipe));
    metadata.put("imported", origin);
    metadata.put("steps", Long.toString(steps));
    RunProgress none = RunProgress.NONE;
    RunProgress progress =
        new RunProgress(steps, 0, 0, 0, 0, none.best(), 0, none.health(), none.skipped());
    try (Workers workers = WorkerLayout.start(recipe.run())) {
      new CheckpointStore(folder)
          .write(state, progress, Machine.now(workers, recipe.run().device()), metadata);
    }
  }
}
