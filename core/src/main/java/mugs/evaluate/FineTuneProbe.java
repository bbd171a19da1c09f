package mugs.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mugs.augment.ClassifierSettings;
import mugs.embed.NetworkDescription;
import mugs.engine.Placement;
import mugs.engine.Workers;
import mugs.source.PictureSource;

/**
 * Fine-tuning as a measurement: a whole network learns the classes of some pictures, and is tested
 * on others as it stands at the end.
 */
public final class FineTuneProbe {
  private final FineTuneSettings settings;
  private final Options options;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * How the work is carried out; the result does not depend on it, but for rounding and the
   * precision.
   *
   * @param placement of the network
   * @param workers that share a batch; they stay
   * @param microBatch images that a worker takes at a time; 0: an equal part for each worker
   * @param activationCheckpointing whether activations are computed twice instead of kept
   * @param decodingThreads that read and decode, at least 1
   * @param saveMinutes minutes between two states, above 0
   */
  public record Options(
      Placement placement,
      Workers workers,
      int microBatch,
      boolean activationCheckpointing,
      int decodingThreads,
      double saveMinutes) {}

  /**
   * Labelled pictures.
   *
   * @param source of them
   * @param labels one a picture of the source, from 0 on; not copied
   */
  public record Labelled(PictureSource source, int[] labels) {}

  /** Hears of the work as it goes on. */
  public interface Listener extends Consumer<ProbeProgress> {

    /** Hears how many of the test pictures were read, before anything is learned. */
    void checked(int done, int total);

    /** Hears how many of the test pictures are measured. */
    void tested(int done, int total);
  }

  /**
   * What was found.
   *
   * @param trainPictures that were learned from
   * @param testPictures that were tested
   * @param skippedTrain pictures to learn from that cannot be read
   * @param skippedTest pictures to be tested that cannot be read
   * @param batch images of a step
   * @param rate the largest
   * @param steps that were taken
   * @param top1 share of the test pictures whose class has the highest score, 0 to 1
   * @param top5 share whose class is among the five highest
   * @param seconds of learning, over all restarts
   * @param weights the network that was tuned
   */
  public record Result(
      int trainPictures,
      int testPictures,
      int skippedTrain,
      int skippedTest,
      int batch,
      double rate,
      long steps,
      double top1,
      double top5,
      double seconds,
      Path weights) {}

  /**
   * Prepares a fine-tuning.
   *
   * @param settings of it
   * @param options how it is carried out
   */
  public FineTuneProbe(FineTuneSettings settings, Options options) {
    this.settings = settings;
    this.options = options;
  }

  /**
   * Checks that a network can be tuned so, before anything is written.
   *
   * @param weights file that the network begins with
   * @throws IOException if it cannot be read, or lacks what is to be tuned
   */
  public void check(Path weights) throws IOException {
    Classifier.check(weights, settings.start());
  }

  /** Ends the work after the step that is under way; any thread may call it. */
  public void stop() {
    stopping.set(true);
  }

  /**
   * Tunes and tests.
   *
   * @param weights file that the network begins with
   * @param train pictures to learn from
   * @param test pictures to be tested; labels that no training picture has count as wrong
   * @param classes names of the classes that are learned, by label
   * @param size of the squares that the network sees, in pixels
   * @param folder that the state and the tuned weights go to; the state is taken up if there is one
   * @param listener hears of it
   * @return what was found; empty if it was stopped
   * @throws IOException if the weights or more than 1 % of the pictures to learn from or to be
   *     tested, and more than one, cannot be read, or the folder not be written
   * @throws InterruptedException if the thread is interrupted while it waits for data
   * @throws mugs.method.NotFiniteException if a loss or gradient is not finite
   */
  public Optional<Result> run(
      Path weights,
      Labelled train,
      Labelled test,
      List<String> classes,
      int size,
      ProbeFolder folder,
      Listener listener)
      throws IOException, InterruptedException {
    FineTuneSettings fitted = settings.withBatchOfAtMost(train.source().size());
    TestPictures tested = TestPictures.of(test.source(), test.labels(), size);
    tested.check(options.decodingThreads(), listener::checked, stopping::get);
    try (Classifier classifier =
            Classifier.begin(
                weights, fitted.start(), classes.size(), fitted.seed(), options.placement());
        FineTuning training =
            new FineTuning(
                fitted,
                classifier,
                pictures(fitted, classifier.description(), train, size),
                new FineTuning.Execution(
                    options.workers(), options.microBatch(), options.activationCheckpointing()))) {
      Optional<Double> seconds =
          new ProbeRun(training, folder, options.saveMinutes(), listener, stopping).run();
      if (seconds.isEmpty()) {
        return Optional.empty();
      }
      Path tuned = folder.weights();
      classifier.write(tuned, metadata(classes, training.steps()));
      return tested
          .measure(
              classifier,
              options.workers(),
              options.decodingThreads(),
              listener::tested,
              stopping::get)
          .map(
              found ->
                  new Result(
                      train.source().size() - training.skipped(),
                      found.pictures(),
                      training.skipped(),
                      found.skipped(),
                      fitted.batch(),
                      fitted.rate(),
                      training.steps(),
                      found.top1(),
                      found.top5(),
                      seconds.get(),
                      tuned));
    }
  }

  private LabelledPictures pictures(
      FineTuneSettings fitted, NetworkDescription network, Labelled train, int size) {
    int channels = network.vit().channels();
    ClassifierSettings plain = ClassifierSettings.plain(channels, size);
    ClassifierSettings crops =
        new ClassifierSettings(
            channels,
            size,
            plain.area(),
            plain.flip(),
            fitted.changes()
                ? ClassifierSettings.strong(channels, size, 0).changes()
                : Optional.empty(),
            fitted.eraseProbability());
    return LabelledPictures.of(
        train.source(),
        train.labels(),
        crops,
        fitted.batch(),
        fitted.seed(),
        options.decodingThreads(),
        options.placement().device());
  }

  private static Map<String, String> metadata(List<String> classes, long steps) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("classes", String.join("\n", classes));
    metadata.put("steps", Long.toString(steps));
    return metadata;
  }
}
