package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import mugs.embed.EmbedderOptions;
import mugs.embed.NetworkDescription;
import mugs.engine.Engine;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneProbe;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of evaluations that tune a whole network: which one, and how it is carried out. */
final class TuneOptions {
  private static final int LARGEST_SIZE = 4096;

  /** The types in which a network can take its products. */
  enum Type {
    /** All digits. */
    FLOAT32,
    /** A third of them. */
    BFLOAT16,
    /** Half of them, in a narrow range. */
    FLOAT16,
    /** The digits of a GPU's TensorFloat-32. */
    TF32
  }

  @Option(
      names = "--weights",
      paramLabel = "WEIGHTS",
      required = true,
      description =
          "A weights file, a checkpoint such as RUN/best, or a run, whose last checkpoint is taken.")
  private Path weights = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description =
          "Side of the square that the network sees, a multiple of its patch size (default: that of"
              + " the training).")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description =
          "Type of the network's products: float32, bfloat16, float16 or tf32 (default:"
              + " ${DEFAULT-VALUE}).")
  private Type precision = Type.FLOAT32;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that read and decode; 0: one for each processor (the default).")
  private int threads;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Images that a worker takes at a time, to save memory; 0: an equal part of the batch (the"
              + " default).")
  private int microBatch;

  @Option(
      names = "--activation-checkpointing",
      description = "Compute activations twice instead of keeping them: slower, less memory.")
  private boolean activationCheckpointing;

  @Mixin private ProbeOptions probeOptions = new ProbeOptions();

  /** Checks what can be checked before pictures are looked for. */
  void check() throws IOException {
    Subcommand.checkRange("--threads", threads, 0, 1024);
    Subcommand.checkRange("--micro-batch", microBatch, 0, 1 << 20);
    size.ifPresent(pixels -> Subcommand.checkRange("--size", pixels, 1, LARGEST_SIZE));
    probeOptions.check();
    if (precision().needsCuda() && !probeOptions.device().isCuda()) {
      throw CommandException.usage(
          "--precision %s is for GPUs: give --device cuda, or another precision"
              .formatted(precision.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Returns the weights as they were named. */
  Path weights() {
    return weights;
  }

  /** Returns where the state goes. */
  ProbeOptions probe() {
    return probeOptions;
  }

  /** Returns the type of the network's products. */
  Precision precision() {
    return Precision.valueOf(precision.name());
  }

  /** Returns the number of threads that read and decode. */
  int decodingThreads() {
    return threads > 0 ? threads : Engine.processors();
  }

  /**
   * Returns how class tokens are taken on the processor, of squares of a size: with the same
   * products as the tuning, or with all digits where a GPU alone has those.
   */
  EmbedderOptions embedding(int pixels) {
    return EmbedderOptions.DEFAULT
        .withSize(pixels)
        .withPrecision(precision().needsCuda() ? Precision.FLOAT32 : precision());
  }

  /**
   * Returns the network of a weights file.
   *
   * @param file itself
   */
  static NetworkDescription network(Path file) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return NetworkDescription.of(reader.metadata(), file);
    }
  }

  /**
   * Returns the side of the squares that a network sees.
   *
   * @throws CommandException if they do not divide into its patches
   */
  int size(NetworkDescription network) {
    int pixels = size.orElse(network.vit().imageSize());
    if (pixels % network.vit().patchSize() != 0) {
      throw CommandException.usage(
          "--size is %d: it takes a multiple of the network's patches of %d pixels"
              .formatted(pixels, network.vit().patchSize()));
    }
    return pixels;
  }

  /** Returns how networks are tuned. */
  FineTuneProbe.Options options(Workers workers) {
    return new FineTuneProbe.Options(
        precision().on(probeOptions.device()),
        workers,
        microBatch,
        activationCheckpointing,
        decodingThreads(),
        probeOptions.saveMinutes());
  }
}
