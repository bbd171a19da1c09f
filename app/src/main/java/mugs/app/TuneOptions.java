package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import mugs.embed.NetworkDescription;
import mugs.engine.SafetensorsReader;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneProbe;
import mugs.load.UnreadableShare;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of evaluations that tune a whole network: which one, and how it is carried out. */
final class TuneOptions {
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();

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
    evaluation.check();
    Subcommand.checkRange("--micro-batch", microBatch, 0, 1 << 20);
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

  /** Returns how networks are tuned. */
  FineTuneProbe.Options options(Workers workers) {
    return new FineTuneProbe.Options(
        network.placement(),
        workers,
        microBatch,
        activationCheckpointing,
        decodingThreads(),
        probeOptions.saveMinutes(),
        unreadable());
  }
}
