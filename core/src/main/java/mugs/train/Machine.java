package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import mugs.engine.Device;
import mugs.engine.Engine;
import mugs.engine.EngineReport;
import mugs.engine.Workers;

/**
 * What the last bits of a result depend on. A run that is resumed where all of this is the same
 * goes on bit for bit as it would have; elsewhere its state is the same and later roundings differ.
 *
 * @param processor model of the processor; empty where the system does not tell
 * @param instructions the widest that libtorch's kernels use, such as {@code AVX512}
 * @param blas library that multiplies matrices, {@code mkl} or {@code openblas}
 * @param libtorch version, and whether it is another build than ours
 * @param workers that share a batch
 * @param threads libtorch threads of each worker
 * @param device that computes, a GPU with its model where that is known
 */
record Machine(
    String processor,
    String instructions,
    String blas,
    String libtorch,
    int workers,
    int threads,
    String device) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  /** Completes what was written before there were other devices than the processor. */
  Machine {
    device = Objects.requireNonNullElse(device, Device.CPU.inWords());
  }

  /** Returns what this process runs on. */
  static Machine now(Workers workers, Device device) {
    EngineReport engine = EngineReport.take();
    return new Machine(
        processorModel().orElse(""),
        engine.instructions(),
        Engine.blas(),
        engine.libtorchInUse(),
        workers.count(),
        workers.threadsEach(),
        device.inWords());
  }

  private static Optional<String> processorModel() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith(MODEL) && line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns in words what differs here from where a checkpoint was written. */
  List<String> differencesFrom(Machine then) {
    List<String> differences = new ArrayList<>();
    differ("device", then.device, device, differences);
    differ("processor", then.processor, processor, differences);
    differ("instructions", then.instructions, instructions, differences);
    differ("BLAS", then.blas, blas, differences);
    differ("libtorch", then.libtorch, libtorch, differences);
    differ("workers", then.workers, workers, differences);
    differ("threads of a worker", then.threads, threads, differences);
    return differences;
  }

  private static void differ(String what, Object then, Object now, List<String> differences) {
    if (!then.equals(now)) {
      differences.add("%s is %s and was %s".formatted(what, now, then));
    }
  }
}
