package mugs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mugs.engine.Placement;
import mugs.engine.Workers;

/**
 * The linear probe: many linear classifiers of frozen features learn side by side, the best one on
 * pictures that were kept apart is chosen, and that one alone is measured on the test pictures.
 */
public final class LinearProbe {
  private static final int TOP = 5;

  private final LinearSettings settings;
  private final int classes;
  private final Placement placement;
  private final Workers workers;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * What became of a head.
   *
   * @param head its settings
   * @param scaledRate that its first step took, of the batch that was used
   * @param heldOutTop1 share of the pictures kept apart that it got right, 0 to 1
   * @param heldOutTop5 the same, for its class among the five highest scores
   * @param diverged whether its weights overflowed, so that it knows nothing
   */
  public record HeadResult(
      LinearHead head,
      double scaledRate,
      double heldOutTop1,
      double heldOutTop5,
      boolean diverged) {}

  /**
   * What the probe found.
   *
   * @param heads all of them, in the order of the settings
   * @param chosen index of the one that was best on the pictures kept apart
   * @param trainPictures that heads learned from
   * @param heldOutPictures that were kept apart
   * @param testPictures that the chosen head was measured on
   * @param batch images of a step: that of the settings, or all pictures where they are fewer
   * @param steps that were taken
   * @param top1 share of these that it got right, 0 to 1
   * @param top5 the same, for its class among the five highest scores
   * @param seconds of learning, over all restarts
   */
  public record Result(
      List<HeadResult> heads,
      int chosen,
      int trainPictures,
      int heldOutPictures,
      int testPictures,
      int batch,
      long steps,
      double top1,
      double top5,
      double seconds) {

    /** Returns the head that was chosen. */
    public HeadResult best() {
      return heads.get(chosen);
    }
  }

  /**
   * Prepares a probe.
   *
   * @param settings of it
   * @param classes that are told apart, at least 2
   * @param placement of heads and features
   * @param workers that share the heads; they stay
   */
  public LinearProbe(LinearSettings settings, int classes, Placement placement, Workers workers) {
    this.settings = settings;
    this.classes = classes;
    this.placement = placement;
    this.workers = workers;
  }

  /** Ends learning after the step that is under way; any thread may call it. */
  public void stop() {
    stopping.set(true);
  }

  /**
   * Learns from features that were computed once. Those that heads learn from are held in memory,
   * see {@link LinearMemory}; all others are read when they are needed, a part at a time.
   *
   * @param train all training pictures, of which a part is kept apart
   * @param test pictures that nothing is learned from
   * @param folder that the state goes to, and is taken up from if there is one
   * @param saveMinutes minutes between two states, above 0
   * @param listener hears of each step
   * @return what was found; empty if it was stopped
   * @throws IOException if the folder cannot be written
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalArgumentException if there are too few pictures to keep some apart
   */
  public Optional<Result> learn(
      LabelledFeatures train,
      LabelledFeatures test,
      ProbeFolder folder,
      double saveMinutes,
      Consumer<ProbeProgress> listener)
      throws IOException, InterruptedException {
    StratifiedSplit split = apart(train.labels());
    LabelledFeatures left = train.select(split.kept());
    LinearSettings fitted = settings.withBatchOfAtMost(split.kept().length);
    CachedRows rows =
        new CachedRows(
            left.features(), left.labels(), fitted.batch(), settings.seed(), placement, workers);
    return learn(fitted, rows, train.select(split.apart()), test, folder, saveMinutes, listener);
  }

  /**
   * Returns which training pictures are kept apart to choose by.
   *
   * @param labels of all training pictures
   * @throws IllegalArgumentException if there are too few
   */
  public StratifiedSplit apart(int[] labels) {
    StratifiedSplit split = StratifiedSplit.of(labels, settings.heldOut(), settings.seed());
    if (split.apart().length == 0) {
      throw new IllegalArgumentException(
          "of %d training pictures none can be kept apart to choose a rate by: give at least two of a class"
              .formatted(labels.length));
    }
    return split;
  }

  /**
   * Learns from pictures that are changed anew in each epoch.
   *
   * @param network that looks at them; nothing in it changes
   * @param microBatch pictures that a worker takes through the network at a time; 0: as many as
   *     have some 8,000 tokens
   * @param pictures to learn from, those kept apart not among them
   * @param heldOut features of the pictures that were kept apart
   * @param test pictures that nothing is learned from
   * @param folder that the state goes to, and is taken up from if there is one
   * @param saveMinutes minutes between two states, above 0
   * @param listener hears of each step
   * @return what was found; empty if it was stopped
   * @throws IOException if pictures cannot be read or the folder cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<Result> learn(
      FrozenNetwork network,
      int microBatch,
      LabelledPictures pictures,
      LabelledFeatures heldOut,
      LabelledFeatures test,
      ProbeFolder folder,
      double saveMinutes,
      Consumer<ProbeProgress> listener)
      throws IOException, InterruptedException {
    return learn(
        settings.withBatchOfAtMost(pictures.options().batch()),
        new AugmentedRows(network, microBatch, pictures, workers),
        heldOut,
        test,
        folder,
        saveMinutes,
        listener);
  }

  /** Learns from batches; closes them. */
  Optional<Result> learn(
      LinearSettings fitted,
      RowBatches batches,
      LabelledFeatures heldOut,
      LabelledFeatures test,
      ProbeFolder folder,
      double saveMinutes,
      Consumer<ProbeProgress> listener)
      throws IOException, InterruptedException {
    try (LinearTraining training =
        new LinearTraining(fitted, batches, classes, placement, workers)) {
      Optional<Double> seconds =
          new ProbeRun(training, folder, saveMinutes, listener, stopping).run();
      return seconds.map(took -> result(training, batches.pictures(), heldOut, test, took));
    }
  }

  private Result result(
      LinearTraining training,
      int trainPictures,
      LabelledFeatures heldOut,
      LabelledFeatures test,
      double seconds) {
    double[][] ofHeldOut = training.accuracies(heldOut, 1, TOP);
    double[] top1 = ofHeldOut[0];
    double[] top5 = ofHeldOut[1];
    boolean[] finite = training.finite();
    List<HeadResult> heads = new ArrayList<>();
    int chosen = 0;
    for (int i = 0; i < top1.length; i++) {
      LinearHead head = settings.heads().get(i);
      double rate = head.scaledRate(training.batch());
      heads.add(new HeadResult(head, rate, top1[i], top5[i], !finite[i]));
      boolean better =
          finite[i]
              && (!finite[chosen]
                  || top1[i] > top1[chosen]
                  || (top1[i] == top1[chosen] && top5[i] > top5[chosen]));
      chosen = better ? i : chosen;
    }
    double[][] ofTest = training.accuracies(test, 1, TOP);
    return new Result(
        heads,
        chosen,
        trainPictures,
        heldOut.labels().length,
        test.labels().length,
        training.batch(),
        training.steps(),
        ofTest[0][chosen],
        ofTest[1][chosen],
        seconds);
  }
}
