package mugs.app;

import java.util.Locale;
import java.util.Optional;
import mugs.embed.EmbedderOptions;
import mugs.embed.NetworkDescription;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a trained network computes: on what, in which type, at which size. */
final class NetworkOptions {
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
          "Type of the network's products: float32, bfloat16 (faster where the processor has it),"
              + " float16, or tf32 on a GPU (default: ${DEFAULT-VALUE}).")
  private Type precision = Type.FLOAT32;

  @Mixin private NetworkDevice device = new NetworkDevice();

  /**
   * Checks what can be checked before pictures are looked for. Of the processor nothing is asked,
   * and libtorch not loaded.
   *
   * @throws CommandException if an option is out of range
   * @throws mugs.engine.UnfitOptionException if the device is not there
   */
  void check() {
    size.ifPresent(pixels -> Subcommand.checkRange("--size", pixels, 1, LARGEST_SIZE));
    if (precision().needsCuda() && !device().isCuda()) {
      throw CommandException.usage(
          "--precision %s is for GPUs: give --device cuda, or another precision"
              .formatted(precisionName()));
    }
    device().check();
  }

  /** Returns what computes. */
  Device device() {
    return device.chosen();
  }

  /** Returns the type of the network's products. */
  Precision precision() {
    return Precision.valueOf(precision.name());
  }

  /** Returns the name of that type. */
  String precisionName() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /** Returns where the network lies and the type of its products. */
  Placement placement() {
    return precision().on(device());
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

  /** Returns how class tokens are taken. */
  EmbedderOptions embedding() {
    EmbedderOptions options =
        EmbedderOptions.DEFAULT.withPrecision(precision()).withDevice(device());
    return size.isPresent() ? options.withSize(size.get()) : options;
  }
}
