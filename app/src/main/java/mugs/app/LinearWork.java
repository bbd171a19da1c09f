package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import mugs.augment.ClassifierSettings;
import mugs.embed.BackboneFile;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Workers;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.FrozenNetwork;
import mugs.evaluate.LabelPair;
import mugs.evaluate.LabelledFeatures;
import mugs.evaluate.LabelledPictures;
import mugs.evaluate.LinearMemory;
import mugs.evaluate.LinearProbe;
import mugs.evaluate.LinearSettings;
import mugs.evaluate.ProbeFolder;
import mugs.evaluate.StratifiedSplit;
import mugs.load.UnreadableShare;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;
import mugs.train.SettledMicroBatch;

/** Carries out linear probes, shows how far they are and lets signals stop them. */
final class LinearWork {
  /** Erased crops of the paper's probe, among all. */
  private static final double ERASED = 0.25;

  private final LinearSettings settings;
  private final int microBatch;
  private final ProbeOptions options;
  private final int decodingThreads;
  private final Workers workers;
  private final ProgressLine progress;

  /** Begins the folder of a probe, or finds the one to go on with. */
  @FunctionalInterface
  interface Opening {
    ProbeFolder open() throws IOException;
  }

  LinearWork(
      LinearSettings settings,
      int microBatch,
      ProbeOptions options,
      int decodingThreads,
      Workers workers,
      ProgressLine progress) {
    this.settings = settings;
    this.microBatch = microBatch;
    this.options = options;
    this.decodingThreads = decodingThreads;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * Settles how many pictures a worker takes at a time, and tells what memory learning takes,
   * before there is work to lose.
   *
   * @param settings of the probe
   * @param asked what was asked for
   * @param embedder of the pictures
   * @param labels of the level that has most classes, of all pictures
   * @param workers that share a batch
   * @throws CommandException if heads and features are more than the device has room for
   */
  static int microBatch(
      LinearSettings settings,
      MicroBatchOptions asked,
      Embedder embedder,
      LabelPair labels,
      int workers,
      ProgressLine progress) {
    EmbedderOptions options = embedder.options();
    int apart =
        StratifiedSplit.of(labels.train(), settings.heldOut(), settings.seed()).apart().length;
    LinearMemory memory =
        LinearMemory.of(
            settings,
            labels.known(),
            embedder.width(),
            Math.max(1, labels.train().length - apart),
            new LinearMemory.Look(
                embedder.vit(), embedder.size(), workers, options.precision(), options.device()));
    memory
        .lack()
        .ifPresent(
            lack -> {
              throw CommandException.work(lack);
            });
    boolean looks = settings.augmentation() != LinearSettings.Augmentation.NONE;
    SettledMicroBatch settled =
        asked.checked(memory.settled(asked.asked(), asked.given()), looks, options.device());
    asked.tell(settled, looks, progress);
    return settled.images();
  }

  /**
   * Learns at one level.
   *
   * @param opening of the folder, called when it is clear that there is something to learn
   * @return what was found; empty if a signal stopped it
   */
  Optional<LinearProbe.Result> run(
      Path weights,
      Embedder embedder,
      DividedFeatures features,
      LabelPair labels,
      Opening opening,
      StopOnSignal signals)
      throws IOException, InterruptedException {
    Placement placement = Precision.FLOAT32.on(embedder.options().device());
    LinearProbe probe = new LinearProbe(settings, labels.known(), placement, workers);
    LabelledFeatures test = new LabelledFeatures(features.queries(), labels.test());
    StratifiedSplit split = probe.apart(labels.train());
    ProbeFolder folder = opening.open();
    try (StopOnSignal.Work work =
        signals.during(
            () -> {
              progress.say("Stopping after this step; the state will be saved");
              probe.stop();
            })) {
      if (settings.augmentation() == LinearSettings.Augmentation.NONE) {
        LabelledFeatures train = new LabelledFeatures(features.gallery(), labels.train());
        return probe.learn(train, test, folder, options.saveMinutes(), progress::trained);
      }
      Placement ofNetwork = embedder.options().placement();
      try (BackboneFile file = BackboneFile.open(weights, ofNetwork)) {
        return probe.learn(
            FrozenNetwork.of(file, settings.features(), ofNetwork),
            microBatch,
            pictures(embedder, features, of(labels, split.kept()), split),
            new LabelledFeatures(
                features.gallery().select(split.apart()), of(labels, split.apart())),
            test,
            folder,
            options.saveMinutes(),
            progress::trained);
      }
    }
  }

  private static int[] of(LabelPair labels, int[] rows) {
    return Arrays.stream(rows).map(row -> labels.train()[row]).toArray();
  }

  private LabelledPictures pictures(
      Embedder embedder, DividedFeatures features, int[] labels, StratifiedSplit split) {
    PictureSource whole = features.division().train();
    int[] indices =
        Arrays.stream(split.kept())
            .map(row -> features.train().pictures()[features.trainRows()[row]])
            .toArray();
    PictureSource kept = new SubsetSource(whole, indices, whole.name() + " (to learn from)");
    int channels = embedder.vit().channels();
    ClassifierSettings crops =
        settings.augmentation() == LinearSettings.Augmentation.MUGS
            ? ClassifierSettings.strong(channels, embedder.size(), ERASED)
            : ClassifierSettings.plain(channels, embedder.size());
    return LabelledPictures.of(
        kept,
        labels,
        crops,
        Math.min(settings.batch(), kept.size()),
        settings.seed(),
        decodingThreads,
        embedder.options().device(),
        UnreadableShare.USUAL); // all of them have features
  }
}
