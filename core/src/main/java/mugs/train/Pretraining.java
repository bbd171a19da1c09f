package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.embed.FeatureExtractor;
import mugs.engine.Engine;
import mugs.engine.Precision;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.EvaluationLoader;
import mugs.load.Normalisation;
import mugs.load.PictureReader;
import mugs.load.PixelBatch;
import mugs.load.SkippedPictures;
import mugs.method.MugsSettings;
import mugs.method.MugsState;
import mugs.method.MugsStep;
import mugs.method.NotFiniteException;
import mugs.method.Ranks;
import mugs.method.StepReport;
import mugs.method.StepSettings;
import mugs.source.PictureSource;

/**
 * A training run: pictures through the loader, steps by the schedules, online kNN, events, and the
 * teacher's weights at the end.
 *
 * <p>{@link #run} belongs to one thread; {@link #stop} may be called from any.
 */
public final class Pretraining implements AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;

  private final Recipe recipe;
  private final PictureSource source;
  private final PretrainingListener listener;
  private final Timetable timetable;
  private final Precision precision;
  private final Workers workers;
  private final MugsState state;
  private final MugsStep step;
  private final PictureReader reader;
  private final Normalisation normalisation;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * How a run ended.
   *
   * @param steps done
   * @param complete whether that is all of them
   * @param seconds that the steps took
   * @param waitedSeconds of these, waiting for data
   * @param skippedPictures that could not be read
   * @param weights the file with the teacher
   */
  public record Outcome(
      long steps,
      boolean complete,
      double seconds,
      double waitedSeconds,
      int skippedPictures,
      Path weights) {}

  /**
   * Builds the networks; nothing is read or written yet.
   *
   * @param recipe to follow
   * @param source of the pictures; it stays open
   * @param listener that hears of progress
   * @throws RecipeException if recipe and pictures do not go together
   * @throws mugs.engine.EngineException if libtorch cannot be started
   */
  public Pretraining(Recipe recipe, PictureSource source, PretrainingListener listener) {
    this.recipe = recipe;
    this.source = source;
    this.listener = listener;
    this.timetable = new Timetable(recipe, source.size());
    this.precision = recipe.run().precision();
    Engine.start();
    MugsSettings settings = recipe.method();
    long seed = recipe.run().seed();
    this.state = Engine.call(() -> MugsState.initial(settings, seed, precision));
    this.workers = WorkerLayout.start(recipe.run().workers());
    this.step =
        new MugsStep(
            settings,
            state,
            new MugsStep.Execution(
                precision, workers, recipe.run().microBatch(), seed, Ranks.ALONE));
    this.reader =
        new PictureReader(
            source,
            new SkippedPictures(source, recipe.pictures().maxSkipped()),
            recipe.pictures().maxPixels());
    this.normalisation = recipe.normalisation();
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
    long most = recipe.run().maxSteps();
    return most > 0 ? Math.min(most, timetable.steps()) : timetable.steps();
  }

  /** Returns the number of values in the student's parameters. */
  public long parameters() {
    return state.student().count();
  }

  /** Returns the teacher as it stands, as a maker of features. */
  public FeatureExtractor features() {
    return new FeatureExtractor(step.teacherNetwork().backbone(), precision, normalisation);
  }

  /** Returns the pictures that could not be read so far. */
  public SkippedPictures skipped() {
    return reader.skipped();
  }

  /** Ends the run after the step that is under way; its weights are written. */
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
   */
  public double secondsPerStep(int untimed, int timed) throws IOException, InterruptedException {
    double[] seconds = new double[timed];
    try (CropLoader loader = loader()) {
      for (int i = -untimed; i < timed; i++) {
        long start = System.nanoTime();
        try (CropBatch crops = normalised(loader.next())) {
          step.run(crops, timetable.at(i + untimed));
        }
        if (i >= 0) {
          seconds[i] = (System.nanoTime() - start) / NANOS_A_SECOND;
        }
      }
    }
    Arrays.sort(seconds);
    return seconds[timed / 2];
  }

  /**
   * Trains until the schedule, {@code run.max-steps} or {@link #stop} ends the run, and writes the
   * teacher's weights.
   *
   * @param folder of the run
   * @return how it ended
   * @throws IOException if pictures cannot be read, or the folder cannot be written; before the
   *     first step is done nothing is left in the folder
   * @throws InterruptedException if the thread is interrupted while it waits for data
   * @throws NotFiniteException if a loss or gradient is not finite; what was learned before that
   *     step is written
   */
  public Outcome run(RunFolder folder) throws IOException, InterruptedException {
    Provenance provenance = new Provenance(recipe, source);
    Tally tally = new Tally();
    try {
      folder.writeRecipe(recipe);
      folder.writeProvenance(provenance.atStart());
      listener.started(
          new PretrainingListener.Plan(
              source.size(), parameters(), steps(), timetable.stepsPerPass()));
      train(folder, tally, provenance);
    } catch (NotFiniteException e) {
      throw stopped(folder, tally, provenance, e);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      giveUp(folder, tally, provenance, e);
      throw e;
    }
    return finish(folder, tally, provenance);
  }

  private Outcome finish(RunFolder folder, Tally tally, Provenance provenance) throws IOException {
    long done = tally.done;
    double seconds = tally.seconds();
    folder.writeSkipped(skipped().reasons());
    Path weights = TeacherWeights.write(folder, state, done, provenance.ofWeights(done));
    Map<String, Object> end = new LinkedHashMap<>(provenance.atStart());
    end.putAll(provenance.atEnd(done, steps(), seconds, skipped().count()));
    folder.writeProvenance(end);
    return new Outcome(done, done == steps(), seconds, tally.waited, skipped().count(), weights);
  }

  /** What a run counts as it goes. */
  private static final class Tally {
    private final long start = System.nanoTime();
    private long done;
    private double waited;

    double seconds() {
      return (System.nanoTime() - start) / NANOS_A_SECOND;
    }
  }

  private void train(RunFolder folder, Tally tally, Provenance provenance)
      throws IOException, InterruptedException {
    try (EventLog events = new EventLog(folder.events());
        EvaluationLoader evaluation = new EvaluationLoader(reader, Engine.processors());
        CropLoader loader = loader()) {
      OnlineKnn knn =
          new OnlineKnn(source, evaluation, recipe.crops().globalSize(), recipe.run().seed());
      while (tally.done < steps() && !stopping.get()) {
        double asked = tally.seconds();
        PixelBatch pixels = loader.next();
        tally.waited += tally.seconds() - asked;
        try (CropBatch crops = normalised(pixels)) {
          tell(step(crops, tally), events);
        }
        tally.done++;
        if (checkpointIsDue(tally.done)) {
          TeacherWeights.write(folder, state, tally.done, provenance.ofWeights(tally.done));
        }
        if (knnIsDue(tally.done)) {
          Optional<PretrainingListener.Measurement> measured = knn.measure(tally.done, features());
          if (measured.isPresent()) {
            events.write(Events.ofKnn(measured.get()));
            listener.measured(measured.get());
          }
        }
      }
    }
  }

  /** Hands the loader's memory back as soon as the pixels are floats. */
  private CropBatch normalised(PixelBatch pixels) {
    try (pixels) {
      return pixels.normalised(normalisation, precision, workers);
    }
  }

  private PretrainingListener.Progress step(CropBatch crops, Tally tally) {
    StepSettings now = timetable.at(tally.done);
    StepReport report = step.run(crops, now);
    long pass = tally.done / timetable.stepsPerPass();
    return new PretrainingListener.Progress(
        tally.done, pass, now, report, crops.images(), tally.seconds(), tally.waited);
  }

  private void tell(PretrainingListener.Progress progress, EventLog events) throws IOException {
    if (progress.step() % recipe.run().logEvery() == 0) {
      events.write(Events.ofStep(progress));
    }
    listener.stepped(progress);
  }

  /** The step that failed changed nothing, so what was learned before it is kept. */
  private NotFiniteException stopped(
      RunFolder folder, Tally tally, Provenance provenance, NotFiniteException failure) {
    giveUp(folder, tally, provenance, failure);
    return new NotFiniteException(
        "in step %d %s: start again with a lower optimiser.rate or optimiser.clip%s"
            .formatted(
                tally.done,
                failure.getMessage(),
                tally.done == 0 ? "" : "; the weights before it are in " + folder.last()),
        failure);
  }

  /** Leaves nothing of a run that never came to its first step; of another, what it learned. */
  private void giveUp(RunFolder folder, Tally tally, Provenance provenance, Throwable failure) {
    try {
      if (tally.done == 0) {
        folder.takeBack();
      } else {
        finish(folder, tally, provenance);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private boolean checkpointIsDue(long done) {
    long every = recipe.run().checkpointEvery();
    return every > 0 && done % every == 0 && done < steps();
  }

  private boolean knnIsDue(long done) {
    int every = recipe.run().knnEvery();
    if (every == 0) {
      return false;
    }
    boolean epochEnds = done % timetable.stepsPerPass() == 0;
    boolean due = epochEnds && done / timetable.stepsPerPass() % every == 0;
    return due || done == steps();
  }

  private CropLoader loader() {
    PictureSettings pictures = recipe.pictures();
    CropLoader.Options options =
        new CropLoader.Options(
            recipe.optimiser().batch(),
            recipe.run().seed(),
            0,
            pictures.threadCount(),
            pictures.ahead(),
            pictures.reducedDecode());
    return new CropLoader(source, reader, recipe.cropSettings(), options);
  }

  @Override
  public void close() {
    workers.close();
  }
}
