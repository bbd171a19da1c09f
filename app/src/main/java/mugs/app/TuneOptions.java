package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import mugs.embed.NetworkDescription;
import mugs.engine.SafetensorsReader;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.TuneMemory;
import mugs.load.UnreadableShare;
import mugs.train.MicroBatch;
import mugs.train.SettledMicroBatch;
import mugs.vit.VitSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of evaluations that tune a whole network: which one, and how it is carried out. */
final class TuneOptions {
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Mixin private TunedMicroBatch microBatch = new TunedMicroBatch();

  @Option(
      names = "--activation-checkpointing",
      description = "Compute activations twice instead of keeping them: slower, less memory.")
  private boolean activationCheckpointing;

  @Mixin private ProbeOptions probeOptions = new ProbeOptions();

  /** The micro-batch of a network that is tuned. */
  static final class TunedMicroBatch extends MicroBatchOptions {
    @Option(
        names = "--micro-batch",
        paramLabel = "N|auto",
        defaultValue = "0",
        converter = Parsed.class,
        description = {
          "Images that a worker takes at a time, at most an equal part of the batch, to save memory;",
          "0: that part, on a GPU as many of it as fit (the default); auto: as many as fit --memory."
        })
    private MicroBatch microBatch = new MicroBatch(0);

    @Override
    MicroBatch asked() {
      return microBatch;
    }

    @Override
    String smaller() {
      return "give a smaller --batch or --size, or --activation-checkpointing";
    }
  }

  /** Checks what can be checked before pictures are looked for. */
  void check() throws IOException {
    evaluation.check();
    microBatch.check();
    probeOptions.check();
    network.check();
  }

  /** Returns the weights as they were named. */
  Path weights() {
    return evaluation.weights();
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
    return evaluation.decodingThreads();
  }

  /** Returns how many pictures may be unreadable. */
  UnreadableShare unreadable() {
    return evaluation.unreadable();
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
   * Settles how many images a worker takes at a time.
   *
   * @param needed by the tuning
   * @throws CommandException if the memory that somebody gave is too small for one
   */
  SettledMicroBatch settled(TuneMemory needed) {
    return microBatch.checked(
        needed.settled(microBatch.asked(), microBatch.given()), true, network.device());
  }

  /** Tells what was settled, and how much memory that takes. */
  void tell(SettledMicroBatch settled, ProgressLine progress) {
    microBatch.tell(settled, true, progress);
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
        probeOptions.saveMinutes(),
        unreadable());
  }
}
