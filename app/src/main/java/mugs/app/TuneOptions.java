package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import mugs.embed.NetworkDescription;
import mugs.engine.Engine;
import mugs.engine.SafetensorsReader;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.TuneMemory;
import mugs.train.MicroBatch;
import mugs.vit.VitSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of evaluations that tune a whole network: which one, and how it is carried out. */
final class TuneOptions {
  private static final double BYTES_A_GIGABYTE = 1e9;

  @Mixin private WeightsOption weights = new WeightsOption();
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that read and decode; 0: one for each processor (the default).")
  private int threads;

  @Option(
      names = "--micro-batch",
      paramLabel = "N|auto",
      defaultValue = "0",
      converter = ParsedMicroBatch.class,
      description = {
        "Images that a worker takes at a time, to save memory; 0: an equal part of the batch (the",
        "default); auto: as many as fit --memory."
      })
  private MicroBatch microBatch = new MicroBatch(0);

  @Option(
      names = "--memory",
      paramLabel = "GB",
      description =
          "With --micro-batch auto: the gigabytes that the work may take (default: three quarters of"
              + " what the device has).")
  private Optional<Double> memory = Optional.empty();

  @Option(
      names = "--activation-checkpointing",
      description = "Compute activations twice instead of keeping them: slower, less memory.")
  private boolean activationCheckpointing;

  @Mixin private ProbeOptions probeOptions = new ProbeOptions();

  /** Reads a micro-batch. */
  static final class ParsedMicroBatch implements ITypeConverter<MicroBatch> {
    @Override
    public MicroBatch convert(String text) {
      try {
        return MicroBatch.parse(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("it takes a whole number from 0, or auto, not " + text);
      }
    }
  }

  /** Checks what can be checked before pictures are looked for. */
  void check() throws IOException {
    Subcommand.checkRange("--threads", threads, 0, 1024);
    memory.ifPresent(this::checkMemory);
    probeOptions.check();
    network.check();
  }

  private void checkMemory(double gigabytes) {
    if (!(gigabytes > 0)) {
      throw CommandException.usage(
          "--memory is %s: it takes a number of gigabytes above 0".formatted(gigabytes));
    }
    if (!microBatch.isAuto()) {
      throw CommandException.usage(
          "--memory settles a micro-batch that is left open: give --micro-batch auto too");
    }
  }

  /** Returns the weights as they were named. */
  Path weights() {
    return weights.named();
  }

  /** Returns where the state goes. */
  ProbeOptions probe() {
    return probeOptions;
  }

  /** Returns how the network computes. */
  NetworkOptions network() {
    return network;
  }

  /** Returns the number of threads that read and decode. */
  int decodingThreads() {
    return threads > 0 ? threads : Engine.processors();
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
   * Returns the memory that a tuning needs.
   *
   * @param vit shape of the network
   * @param settings whose batch the pictures fill
   * @param task to learn
   * @param pixels side of the squares that the network sees
   * @param workers that share a batch
   */
  TuneMemory memory(
      VitSettings vit, FineTuneSettings settings, TuneWork.Task task, int pixels, int workers) {
    return new TuneMemory(
        vit,
        settings,
        task.labels().known(),
        pixels,
        task.division().testPictures().length,
        new TuneMemory.Execution(
            workers, network.precision(), network.device(), activationCheckpointing));
  }

  /**
   * Returns how many images a worker takes at a time; 0: its part of the batch.
   *
   * @param needed by the tuning
   * @param progress that is told what was settled, and how much memory that takes
   */
  int microBatch(TuneMemory needed, ProgressLine progress) {
    OptionalDouble allowed =
        memory.isPresent()
            ? OptionalDouble.of(memory.get() * BYTES_A_GIGABYTE)
            : OptionalDouble.empty();
    boolean wholeOnGpu = microBatch.images() == 0 && network.device().isCuda();
    int images = microBatch.images();
    if (microBatch.isAuto() || wholeOnGpu) {
      OptionalInt most = needed.most(allowed);
      if (most.isEmpty() && microBatch.isAuto()) {
        throw CommandException.usage(
            "--micro-batch is auto and device %s does not tell how much memory it has: say with --memory how many gigabytes of it the work may take"
                .formatted(network.device()));
      }
      images = most.orElse(0);
    }
    double bytes = needed.bytes(images);
    progress.say(
        String.format(
            Locale.ROOT,
            "It takes about %.1f GB of memory, with %s at a time for each worker",
            bytes / BYTES_A_GIGABYTE,
            Counted.of(images > 0 ? Math.min(images, needed.part()) : needed.part(), "image")));
    double most = allowed.orElseGet(() -> needed.available().orElse(Double.POSITIVE_INFINITY));
    if (bytes > most) {
      progress.say(
          String.format(
              Locale.ROOT,
              "Careful: that is more than the %.1f GB that it may take; %s",
              most / BYTES_A_GIGABYTE,
              images == 1
                  ? "give a smaller --batch or --size, or --activation-checkpointing"
                  : "give --micro-batch auto"));
    }
    return images;
  }

  /**
   * Returns how networks are tuned.
   *
   * @param workers that share a batch
   * @param images that a worker takes at a time; 0: its part of the batch
   */
  FineTuneProbe.Options options(Workers workers, int images) {
    return new FineTuneProbe.Options(
        network.placement(),
        workers,
        images,
        activationCheckpointing,
        decodingThreads(),
        probeOptions.saveMinutes());
  }
}
