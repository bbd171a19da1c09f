package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.embed.WeightsFile;
import mugs.engine.Engine;
import mugs.engine.Sha256;
import mugs.method.MugsState;
import mugs.source.PictureSource;

/**
 * What a run begins with: start values, a backbone trained before, or a checkpoint of its own.
 *
 * @param recipe that is followed, with nothing left open
 * @param state of the method
 * @param progress of the run
 * @param weights that the start values came from, if any
 * @param machine that the checkpoint was written on, if it is resumed
 * @param resumed whether it goes on with a run that was begun
 * @param settlement of the micro-batch, if a new run's recipe left it open
 */
record Beginning(
    Recipe recipe,
    MugsState state,
    RunProgress progress,
    Optional<Weights> weights,
    Optional<Machine> machine,
    boolean resumed,
    Optional<StepMemory.Settlement> settlement) {

  /**
   * A file that start values came from.
   *
   * @param file without links, which may lead elsewhere later
   * @param sha256 of its content
   */
  record Weights(Path file, String sha256) {}

  /** Returns random start values. */
  static Beginning fresh(Recipe recipe) {
    recipe.run().device().check();
    return new Beginning(
        StepMemory.settled(recipe),
        initial(recipe),
        RunProgress.NONE,
        Optional.empty(),
        Optional.empty(),
        false,
        StepMemory.settlement(recipe));
  }

  private static MugsState initial(Recipe recipe) {
    return Engine.call(
        () -> MugsState.initial(recipe.method(), recipe.run().seed(), recipe.run().placement()));
  }

  /**
   * Returns start values taken from weights.
   *
   * @throws IOException if they cannot be read, or are not those that the checksums beside them
   *     tell of
   */
  static Beginning fromWeights(Recipe recipe, Path weights) throws IOException {
    recipe.run().device().check();
    Path file = WeightsFile.find(weights).toRealPath();
    Checksums.checkIfListed(file);
    Weights found = new Weights(file, Sha256.of(file));
    return new Beginning(
        StepMemory.settled(recipe),
        initial(recipe, found),
        RunProgress.NONE,
        Optional.of(found),
        Optional.empty(),
        false,
        StepMemory.settlement(recipe));
  }

  private static MugsState initial(Recipe recipe, Weights weights) throws IOException {
    MugsState state = initial(recipe);
    InitialWeights.into(state, recipe, weights.file());
    return state;
  }

  /**
   * Returns the last good checkpoint of a run, or its start values if it has none. What the recipe
   * leaves open is taken from the run.
   *
   * @throws IOException if checkpoints are there and none is good, or the pictures are not those of
   *     the run
   */
  static Beginning resumed(RunFolder folder, Recipe recipe, PictureSource source)
      throws IOException {
    recipe.run().device().check();
    Map<String, Object> provenance = folder.provenance();
    Object recorded = provenance.get(Provenance.FINGERPRINT);
    if (recorded != null && !recorded.equals(source.fingerprint())) {
      throw new RunFolderException(
          ("the pictures of %s are not those that %s was begun with (fingerprint %s, then %s):"
                  + " give the same pictures, or start a new run")
              .formatted(source.name(), folder.path(), source.fingerprint(), recorded));
    }
    Optional<Checkpoint> newest = new CheckpointStore(folder).newestGood();
    if (newest.isEmpty()) {
      return new Beginning(
          StepMemory.settled(recipe.settledAs(folder.recipe())),
          initialAgain(folder, recipe, provenance),
          RunProgress.NONE,
          Optional.empty(),
          Optional.empty(),
          true,
          Optional.empty());
    }
    Checkpoint checkpoint = newest.get();
    Recipe settled = recipe.settledAs(checkpoint.recipe());
    checkRecipe(checkpoint, settled);
    MugsState state = checkpoint.state(recipe.method(), recipe.run().placement());
    return new Beginning(
        settled,
        state,
        checkpoint.progress(),
        Optional.empty(),
        Optional.of(checkpoint.machine()),
        true,
        Optional.empty());
  }

  /** Returns what a run began with that was stopped before its first checkpoint. */
  private static MugsState initialAgain(
      RunFolder folder, Recipe recipe, Map<String, Object> provenance) throws IOException {
    if (!(provenance.get(Provenance.INITIAL_WEIGHTS) instanceof String named)) {
      return initial(recipe);
    }
    Path file = Path.of(named);
    if (!Files.isRegularFile(file)
        || !Sha256.of(file).equals(provenance.get(Provenance.INITIAL_CHECKSUM))) {
      throw new RunFolderException(
          ("%s has no checkpoint yet, and the weights that it was begun with are no longer in %s:"
                  + " put them back, or start a new run")
              .formatted(folder.path(), file));
    }
    return initial(recipe, new Weights(file, Sha256.of(file)));
  }

  /** A recipe that was changed by hand would go on with another training than the one begun. */
  private static void checkRecipe(Checkpoint checkpoint, Recipe recipe) throws IOException {
    List<Recipe.Difference> wrong =
        checkpoint.recipe().differences(recipe).stream()
            .filter(difference -> difference.changesResult() && !difference.changesLength())
            .toList();
    if (!wrong.isEmpty()) {
      Recipe.Difference first = wrong.get(0);
      throw new RunFolderException(
          "%s was made with %s %s, but the run's recipe says %s%s: put that back, or start a new run with --init-from"
              .formatted(
                  checkpoint.folder(),
                  first.key(),
                  first.here(),
                  first.there(),
                  wrong.size() > 1
                      ? " (and %d more keys differ)".formatted(wrong.size() - 1)
                      : ""));
    }
  }

  /**
   * Checks, once no other run can write into the folder, that none has done so since the checkpoint
   * was read.
   *
   * @throws RunFolderException if there is a newer one
   */
  void checkNewest(RunFolder folder) throws IOException {
    CheckpointStore checkpoints = new CheckpointStore(folder);
    if (resumed && checkpoints.newestSteps() != progress.steps()) {
      long newest =
          checkpoints
              .newestGood((folderOfOne, reason) -> {}) // told of when the state was read
              .map(checkpoint -> checkpoint.progress().steps())
              .orElse(0L);
      if (newest != progress.steps()) {
        throw new RunFolderException(
            folder.path() + " was written to by another run meanwhile: resume again");
      }
    }
  }

  /** Says in the provenance where the run comes from. */
  void describe(Provenance provenance, RunFolder folder) throws IOException {
    weights.ifPresent(provenance::startsFrom);
    if (resumed) {
      provenance.resumes(folder.provenance(), progress.steps());
    }
  }
}
