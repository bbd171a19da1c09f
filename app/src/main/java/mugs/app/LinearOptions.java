package mugs.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import mugs.embed.Token;
import mugs.evaluate.LinearHead;
import mugs.evaluate.LinearOptimiser;
import mugs.evaluate.LinearPreset;
import mugs.evaluate.LinearSettings;
import mugs.evaluate.LinearSettings.Augmentation;
import mugs.train.MicroBatch;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a linear probe learns. */
final class LinearOptions {
  private static final int USUAL_EPOCHS = 100;
  private static final int USUAL_BATCH = 1024;
  private static final double USUAL_END_RATE = 1e-5;
  private static final int MOST_HEADS = 10_000;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "The paper's settings for a network: vit-s16-100ep, vit-s16-300ep, vit-s16-800ep,"
              + " vit-b16-400ep, vit-l16-250ep or vit-l16-250ep-all. Other options override it.")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--augmentation",
      paramLabel = "NAME",
      description =
          "How the pictures to learn from are changed: mugs (cut out, mirrored, RandAugment, a box"
              + " erased), dino (cut out and mirrored) or none, which computes features once"
              + " (default: mugs with a --preset, else none).")
  private Optional<String> augmentation = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the pictures (default: " + USUAL_EPOCHS + ").")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images of a step; rates are those of 256 and go with it (default: that of the preset, or"
              + " 1024; all of them, where there are fewer).")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      split = ",",
      description =
          "Learning rate of a head, one number or several (default: that of the preset, or 36: 1 to"
              + " 9 times 1e-4, 1e-3, 1e-2 and 1e-1).")
  private List<Double> rates = new ArrayList<>();

  @Option(
      names = "--weight-decay",
      paramLabel = "DECAY",
      split = ",",
      description =
          "Weight decay, one number or several, each with every rate (default: those of the"
              + " preset, or 0).")
  private List<Double> decays = new ArrayList<>();

  @Option(
      names = "--optimiser",
      paramLabel = "NAME",
      split = ",",
      description = {
        "sgd, lars, or both: each with every rate and weight decay (default: that of the preset, or",
        "sgd)."
      })
  private List<String> optimisers = new ArrayList<>();

  @Option(
      names = "--end-rate",
      paramLabel = "RATE",
      description = "The rate that all heads end with (default: that of the preset, or 1e-5).")
  private Optional<Double> endRate = Optional.empty();

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description =
          "The share of the pictures to learn from that is kept apart to choose a head by (default: "
              + LinearSettings.USUAL_HELD_OUT
              + ").")
  private double heldOut = LinearSettings.USUAL_HELD_OUT;

  @Mixin private FrozenMicroBatch microBatch = new FrozenMicroBatch();

  /** The micro-batch of a frozen network that looks at changed pictures. */
  static final class FrozenMicroBatch extends MicroBatchOptions {
    @Option(
        names = "--micro-batch",
        paramLabel = "N|auto",
        defaultValue = "0",
        converter = Parsed.class,
        description = {
          "Changed pictures that a worker takes through the network at a time, at most an equal part",
          "of the batch, to save memory; 0: as many as have some 8,000 tokens, on a GPU as many of",
          "these as fit (the default); auto: as many of these as fit --memory. With --augmentation",
          "none it changes nothing: no picture is looked at while heads learn."
        })
    private MicroBatch microBatch = new MicroBatch(0);

    @Override
    MicroBatch asked() {
      return microBatch;
    }

    @Override
    String smaller() {
      return "give fewer heads, a smaller --batch or a --token of fewer values";
    }
  }

  /** Returns how many pictures a worker takes at a time. */
  MicroBatchOptions microBatch() {
    return microBatch;
  }

  /**
   * Returns the settings.
   *
   * @param token that was asked for
   * @param seed of everything random
   * @throws CommandException if an option is out of range
   */
  LinearSettings settings(Optional<Token> token, long seed) {
    microBatch.check();
    Optional<LinearSettings> base = preset.map(name -> preset(name).settings(seed));
    List<LinearHead> usual = base.map(LinearSettings::heads).orElseGet(LinearSettings::grid);
    try {
      return new LinearSettings(
          token.or(() -> base.map(LinearSettings::features)).orElse(Token.CLASS),
          augmentation
              .map(LinearOptions::augmentation)
              .or(() -> base.map(LinearSettings::augmentation))
              .orElse(Augmentation.NONE),
          heads(usual),
          endRate.or(() -> base.map(LinearSettings::endRate)).orElse(USUAL_END_RATE),
          epochs.or(() -> base.map(LinearSettings::epochs)).orElse(USUAL_EPOCHS),
          batch.or(() -> base.map(LinearSettings::batch)).orElse(USUAL_BATCH),
          heldOut,
          seed);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private List<LinearHead> heads(List<LinearHead> usual) {
    List<LinearHead> heads =
        LinearHead.each(
            either(optimisers.stream().map(LinearOptions::optimiser), usual, LinearHead::optimiser),
            either(decays.stream(), usual, LinearHead::weightDecay),
            either(rates.stream(), usual, LinearHead::rate));
    Subcommand.checkRange(
        "the number of rates, decays and optimisers", heads.size(), 1, MOST_HEADS);
    return heads;
  }

  /** Returns what was given, or what usual heads have, each once. */
  private static <T> List<T> either(
      Stream<T> given, List<LinearHead> usual, Function<LinearHead, T> of) {
    List<T> all = given.distinct().toList();
    return all.isEmpty() ? usual.stream().map(of).distinct().toList() : all;
  }

  private static LinearOptimiser optimiser(String name) {
    return Arrays.stream(LinearOptimiser.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--optimiser is %s: it takes sgd, lars or both with a comma".formatted(name)));
  }

  private static LinearPreset preset(String name) {
    return Preset.named(name, List.of(LinearPreset.values()), LinearPreset::title);
  }

  private static Augmentation augmentation(String name) {
    return Arrays.stream(Augmentation.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--augmentation is %s: it takes mugs, dino or none".formatted(name)));
  }
}
