package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.embed.FeatureExtractor;
import mugs.embed.WeightsFile;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.method.MugsState;
import mugs.method.MugsStep;
import mugs.method.NotFiniteException;
import mugs.method.Ranks;
import mugs.method.StepSettings;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;

/**
 * A training run: pictures through the loader, steps by the schedules, online kNN, events,
 * checkpoints.
 *
 * <p>{@link #run} belongs to one thread; {@link #stop} may be called from any.
 */
public final class Pretraining implements AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;

  /** What to do about a loss that is not finite. */
  static final String ADVICE = "start again with a lower optimiser.rate or optimiser.clip";

  private final Recipe recipe;
  private final PretrainingListener listener;
  private final Timetable timetable;
  private final Workers workers;
  private final Beginning beginning;
  private final MugsState state;
  private final MugsStep step;
  private final Batches batches;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * How a run ended.
   *
   * @param steps done
   * @param complete whether that is all of them
   * @param seconds that the run took, over all restarts
   * @param trainedSeconds of these, in steps and waiting for their data; the others went to
   *     measuring and to writing checkpoints
   * @param waitedSeconds of these, waiting for data
   * @param skippedPictures that could not be read
   * @param weights the file with the teacher
   */
  public record Outcome(
      long steps,
      boolean complete,
      double seconds,
      double trainedSeconds,
      double waitedSeconds,
      int skippedPictures,
      Path weights) {

    /** Returns the share of the training's time that was spent waiting for data, 0 to 1. */
    public double dataWaitShare() {
      return trainedSeconds > 0 ? waitedSeconds / trainedSeconds : 0;
    }
  }

  /**
   * Builds the networks of a new run; nothing is read or written yet.
   *
   * @param recipe to follow
   * @param source of the pictures, of which {@code pictures.limit} and {@code pictures.fraction}
   *     take some; it stays open
   * @param listener that hears of progress
   * @throws RecipeException if recipe and pictures do not go together
   * @throws mugs.engine.EngineException if libtorch cannot be started
   */
  public Pretraining(Recipe recipe, PictureSource source, PretrainingListener listener) {
    this(taken(recipe, source), listener, Beginning.fresh(recipe));
  }

  private Pretraining(PictureSource source, PretrainingListener listener, Beginning beginning) {
    this.recipe = beginning.recipe();
    this.listener = listener;
    this.beginning = beginning;
    this.state = beginning.state();
    this.timetable = new Timetable(recipe, source.size());
    this.workers = WorkerLayout.start(recipe.run());
    this.step =
        new MugsStep(
            recipe.method(),
            state,
            new MugsStep.Execution(
                recipe.run().placement(),
                workers,
                recipe.run().microBatch().images(),
                recipe.run().activationCheckpointing(),
                recipe.run().seed(),
                Ranks.ALONE));
    this.batches = Batches.of(recipe, source, beginning.progress().skipped());
  }

  /**
   * Builds the networks of a new run whose student and teacher begin as another run's teacher
   * ended. It is no resume: steps, schedules, optimiser, memories and queues begin anew.
   *
   * @param weights a weights file, or a folder with one: a checkpoint, a run
   * @param recipe to follow; its backbone is that of the weights, but for the size of the pictures.
   *     Heads that do not fit begin anew
   * @param source of the pictures; it stays open
   * @param listener that hears of progress
   * @throws IOException if the weights cannot be read
   * @throws mugs.vit.ParameterMismatchException if they are not those of this backbone
   * @throws RecipeException if recipe and pictures do not go together
   */
  public static Pretraining from(
      Path weights, Recipe recipe, PictureSource source, PretrainingListener listener)
      throws IOException {
    return new Pretraining(taken(recipe, source), listener, Beginning.fromWeights(recipe, weights));
  }

  /**
   * Reads the last good checkpoint of a run, from which {@link #run} then goes on, bit for bit as
   * if the run had never stopped. Without a checkpoint it begins again.
   *
   * @param folder of the run
   * @param recipe of the run, see {@link RunFolder#recipe}; a micro-batch that it leaves open is
   *     the one that the run settled
   * @param source of the run's pictures; it stays open
   * @param listener that hears of progress
   * @throws RunFolderException if the run is still going on
   * @throws IOException if no checkpoint can be read, or the pictures are not those of the run
   */
  public static Pretraining resume(
      RunFolder folder, Recipe recipe, PictureSource source, PretrainingListener listener)
      throws IOException {
    RunLock.checkFree(folder.path());
    PictureSource taken = taken(recipe, source);
    return new Pretraining(taken, listener, Beginning.resumed(folder, recipe, taken));
  }

  private static PictureSource taken(Recipe recipe, PictureSource source) {
    long count = recipe.pictures().taken(source.size());
    return count == 0 ? source : SubsetSource.spread(source, (int) count);
  }

  /** Returns the number of pictures that are taken. */
  public int pictures() {
    return batches.source().size();
  }

  /** Returns the recipe that is followed. */
  public Recipe recipe() {
    return recipe;
  }

  /** Returns the schedules. */
  public Timetable timetable() {
    return timetable;
  }

  /** Returns the number of steps a whole run has. */
  public long steps() {
    return timetable.plannedSteps();
  }

  /** Returns the number of values in the student's parameters. */
  public long parameters() {
    return state.student().count();
  }

  /** Returns the teacher as it stands, as a maker of features. */
  public FeatureExtractor features() {
    return new FeatureExtractor(
        step.teacherNetwork().backbone(), recipe.run().placement(), recipe.normalisation());
  }

  /** Returns the pictures that could not be read so far. */
  public SkippedPictures skipped() {
    return batches.reader().skipped();
  }

  /**
   * Ends the run after the step that is under way; its weights are written. A measurement that is
   * under way is given up, and made up for when the run is resumed.
   */
  public void stop() {
    stopping.set(true);
  }

  /**
   * Times steps, for planning; the networks are trained by them.
   *
   * @param untimed steps before those that are timed, while the JVM still compiles; at least 1
   * @param timed steps, at least 1
   * @return seconds of the median step, waiting for data included
   * @throws IOException if pictures cannot be read
   * @throws InterruptedException if the thread is interrupted
   * @throws NotFiniteException if a loss or gradient is not finite; the message says what to do
   */
  public double secondsPerStep(int untimed, int timed) throws IOException, InterruptedException {
    double[] seconds = new double[timed];
    try (CropLoader loader = batches.from(stepsBefore())) {
      for (int i = -untimed; i < timed; i++) {
        long start = System.nanoTime();
        StepSettings now = timetable.at(i + untimed);
        try (CropBatch crops = batches.normalised(loader.next())) {
          step.run(crops, now);
        } catch (NotFiniteException e) {
          throw new NotFiniteException(
              now.step() + 1,
              "in step %d %s: %s".formatted(now.step() + 1, e.getMessage(), ADVICE),
              e);
        }
        if (i >= 0) {
          seconds[i] = (System.nanoTime() - start) / NANOS_A_SECOND;
        }
      }
    }
    Arrays.sort(seconds);
    return seconds[timed / 2];
  }

  /** Returns the steps that are done before {@link #run} is called: above 0 if it is resumed. */
  public long stepsBefore() {
    return beginning.progress().steps();
  }

  /**
   * Returns how a run ended that was complete before it was resumed; empty if there is something
   * left to do, be it the last measurement.
   *
   * @param folder that it was resumed from
   * @throws IOException if the folder cannot be read
   */
  public Optional<Outcome> ended(RunFolder folder) throws IOException {
    Map<String, Object> told = folder.provenance();
    boolean unmeasured =
        recipe.run().knnEvery() > 0
            && told.get(Provenance.MEASURED) instanceof Number measured
            && measured.longValue() < stepsBefore();
    return stepsBefore() >= steps() && told.containsKey(Provenance.ENDED) && !unmeasured
        ? Optional.of(
            outcome(new RunTally(beginning.progress()), folder.last().resolve(WeightsFile.NAME)))
        : Optional.empty();
  }

  /**
   * Trains; see {@link #run(RunFolder, List)}. The folder does not say where the pictures are.
   *
   * @param folder of the run; the one it was resumed from, if it was
   * @throws IOException if pictures cannot be read, or the folder cannot be written
   * @throws InterruptedException if the thread is interrupted while it waits for data
   */
  public Outcome run(RunFolder folder) throws IOException, InterruptedException {
    return run(folder, List.of());
  }

  /**
   * Trains until the schedule, {@code run.max-steps} or {@link #stop} ends the run. Checkpoints are
   * written on the way and at the end.
   *
   * @param folder of the run; the one it was resumed from, if it was
   * @param pictures what the source was opened with, for {@link RunFolder#pictures}, as {@link
   *     mugs.source.PictureSources#open} takes them from any directory; where there are none the
   *     folder goes on saying what it says
   * @return how it ended
   * @throws RunFolderException if another run holds the folder
   * @throws IOException if pictures cannot be read, or the folder cannot be written; before the
   *     first step is done nothing is left in the folder, but for the list of pictures that cannot
   *     be read, if they are too many
   * @throws InterruptedException if the thread is interrupted while it waits for data
   * @throws NotFiniteException if a loss, a gradient or the state is not finite; the message names
   *     the last good checkpoint, which holds what was learned before that step if that was finite
   */
  public Outcome run(RunFolder folder, List<String> pictures)
      throws IOException, InterruptedException {
    try (RunLock lock = RunLock.take(folder.path())) {
      beginning.checkNewest(folder);
      Provenance provenance = new Provenance(recipe, batches.source());
      beginning.describe(provenance, folder);
      Machine machine = Machine.now(workers, recipe.run().device());
      RunTally tally = new RunTally(beginning.progress());
      try (RunRecord record =
          RunRecord.open(folder, pictures, provenance, machine, beginning, skipped())) {
        try {
          PretrainingListener.Plan plan = plan(machine);
          record.chronicle().begins(plan);
          listener.started(plan);
          plan.advice().forEach(advice -> listener.warned(0, advice));
          new TrainingLoop(this, record, tally, listener).run();
          state.checkFinite(tally.done());
        } catch (NotFiniteException e) {
          record.giveUp(state, tally, steps(), e);
          throw stopped(folder, tally, e);
        } catch (TooManySkippedException e) {
          record.giveUp(state, tally, steps(), e);
          throw Files.exists(folder.skipped()) ? e.listedIn(folder.skipped()) : e;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
          record.giveUp(state, tally, steps(), e);
          throw e;
        }
        return outcome(tally, record.end(state, tally, steps()));
      }
    }
  }

  private PretrainingListener.Plan plan(Machine machine) {
    return new PretrainingListener.Plan(
        pictures(),
        parameters(),
        steps(),
        timetable.stepsPerPass(),
        stepsBefore(),
        stepsBefore() > 0 ? List.of() : advice(),
        beginning.machine().map(machine::differencesFrom).orElse(List.of()));
  }

  /**
   * Returns how the micro-batch was settled, in words; empty if the recipe says how large it is.
   */
  public Optional<String> microBatch() {
    return beginning.settlement().map(StepMemory.Settlement::words);
  }

  /** Returns advice on settings that go badly together, or with the pictures, a sentence each. */
  public List<String> advice() {
    Recipe ofTaken = recipe.with("pictures.limit=0", "pictures.fraction=1");
    List<String> advice =
        new ArrayList<>(RecipeFit.of(ofTaken, OptionalLong.of(pictures())).warnings());
    beginning.settlement().flatMap(StepMemory.Settlement::advice).ifPresent(advice::add);
    return advice;
  }

  private Outcome outcome(RunTally tally, Path weights) {
    return new Outcome(
        tally.done(),
        tally.done() >= steps(),
        tally.seconds(),
        tally.trainedSeconds(),
        tally.waitedSeconds(),
        skipped().count(),
        weights);
  }

  /** A step that failed changed nothing, so what was learned before it is kept, if it is finite. */
  private static NotFiniteException stopped(
      RunFolder folder, RunTally tally, NotFiniteException failure) throws IOException {
    Optional<Path> newest = new CheckpointStore(folder).newest();
    boolean before =
        newest.isPresent()
            && newest.get().endsWith(RunFolder.checkpointName(tally.done()))
            && failure.step() > tally.done();
    String kept =
        before
            ? "the weights before it are in " + folder.last()
            : newest
                .map(path -> "the last good checkpoint is " + path)
                .orElse("there is no good checkpoint before it");
    return new NotFiniteException(
        failure.step(),
        "in step %d %s: %s; %s".formatted(failure.step(), failure.getMessage(), ADVICE, kept),
        failure);
  }

  /** Returns whether {@link #stop} was called. */
  boolean isStopping() {
    return stopping.get();
  }

  /** Returns the batches to train on. */
  Batches batches() {
    return batches;
  }

  /** Returns the state that is trained. */
  MugsState state() {
    return state;
  }

  /** Returns the step that trains it. */
  MugsStep step() {
    return step;
  }

  @Override
  public void close() {
    workers.close();
    step.close();
    state.close();
  }
}
