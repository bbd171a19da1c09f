package mugs.app;

import java.util.Optional;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.MixSettings;
import picocli.CommandLine.Option;

/** The options that override the settings of a fine-tuning. */
final class FineTuneOptions {

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the pictures.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images of a step; all of them, where there are fewer. The rate goes with it, unless"
              + " --rate is given.")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "The largest learning rate, that of the last layer, of a whole batch.")
  private Optional<Double> rate = Optional.empty();

  @Option(names = "--end-rate", paramLabel = "RATE", description = "The rate of the last step.")
  private Optional<Double> endRate = Optional.empty();

  @Option(
      names = "--warm-up-epochs",
      paramLabel = "N",
      description =
          "Epochs in which the rate rises from 0 (default: those of the preset; with fewer --epochs"
              + " fewer in proportion).")
  private Optional<Integer> warmUpEpochs = Optional.empty();

  @Option(names = "--weight-decay", paramLabel = "DECAY", description = "Decay of matrices.")
  private Optional<Double> weightDecay = Optional.empty();

  @Option(
      names = "--layer-decay",
      paramLabel = "DECAY",
      description = "What the rate is multiplied with from layer to layer towards the pictures.")
  private Optional<Double> layerDecay = Optional.empty();

  @Option(
      names = "--drop-path",
      paramLabel = "SHARE",
      description = "How often branches of the last block are left out.")
  private Optional<Double> dropPath = Optional.empty();

  @Option(names = "--mixup", paramLabel = "SHAPE", description = "Mixup, 0.05 to 100; 0 for none.")
  private Optional<Double> mixup = Optional.empty();

  @Option(
      names = "--cutmix",
      paramLabel = "SHAPE",
      description = "Cutmix, 0.05 to 100; 0 for none.")
  private Optional<Double> cutmix = Optional.empty();

  @Option(names = "--smoothing", paramLabel = "SHARE", description = "Label smoothing.")
  private Optional<Double> smoothing = Optional.empty();

  @Option(
      names = "--rand-augment",
      paramLabel = "true|false",
      arity = "1",
      description = "Whether pictures are changed by RandAugment.")
  private Optional<Boolean> changes = Optional.empty();

  @Option(
      names = "--erase",
      paramLabel = "SHARE",
      description = "How often a box of a picture is erased.")
  private Optional<Double> erase = Optional.empty();

  /**
   * Returns a preset's settings, overridden by what was given.
   *
   * @throws CommandException if an option is out of range
   */
  FineTuneSettings settings(FineTuneSettings preset) {
    int images = batch.orElse(preset.batch());
    double share = images / (double) preset.batch();
    MixSettings mix = preset.mix();
    int passes = epochs.orElse(preset.epochs());
    double largest = rate.orElse(preset.rate() * share);
    try {
      double mixing = mixup.orElse(mix.mixup());
      double pasting = cutmix.orElse(mix.cutmix());
      return new FineTuneSettings(
          preset.start(),
          passes,
          images,
          largest,
          endRate.orElse(Math.min(largest, preset.endRate() * share)),
          warmUpEpochs.orElseGet(() -> warmUp(preset, passes)),
          weightDecay.orElse(preset.weightDecay()),
          layerDecay.orElse(preset.layerDecay()),
          dropPath.orElse(preset.dropPath()),
          new MixSettings(
              mixing,
              pasting,
              MixSettings.PAPER.switchProbability(),
              smoothing.orElse(mix.smoothing())),
          changes.orElse(preset.changes()),
          erase.orElse(preset.eraseProbability()),
          preset.seed());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the same part of all epochs as in the preset, where they are fewer than its own. */
  private static int warmUp(FineTuneSettings preset, int passes) {
    return passes < preset.epochs()
        ? Math.round(preset.warmUpEpochs() * passes / (float) preset.epochs())
        : preset.warmUpEpochs();
  }

  /** Returns in words where a warm-up comes from that is shorter than the preset's, if it is. */
  Optional<String> shortened(FineTuneSettings preset, FineTuneSettings settings) {
    return warmUpEpochs.isEmpty() && settings.warmUpEpochs() < preset.warmUpEpochs()
        ? Optional.of(
            "%d of %d in the preset, in proportion"
                .formatted(preset.warmUpEpochs(), preset.epochs()))
        : Optional.empty();
  }

  /**
   * Returns settings for so many pictures: where they do not fill a batch, all of them are one, at
   * the rate that was given. A preset's rate goes down with the batch, which the probe sees to.
   */
  FineTuneSettings fitted(FineTuneSettings settings, int pictures) {
    return rate.isPresent() && pictures < settings.batch()
        ? settings.withBatch(pictures)
        : settings;
  }
}
