package mugs.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import mugs.engine.ProcessMemory;
import mugs.train.Pretraining;
import mugs.train.StepMemory;

/**
 * What a run would take, from the time of one step.
 *
 * @param pictures that are taken
 * @param parameters of the student
 * @param steps of the run
 * @param batch images a step
 * @param secondsPerStep of the step that was timed
 * @param peakResidentBytes of this process so far; empty where the system does not tell
 * @param peakDeviceBytes that tensors took on a GPU; empty without one
 * @param estimatedBytes that were expected of the device
 */
record DryRun(
    int pictures,
    long parameters,
    long steps,
    int batch,
    double secondsPerStep,
    OptionalLong peakResidentBytes,
    OptionalLong peakDeviceBytes,
    long estimatedBytes) {

  /**
   * Times a step, after another.
   *
   * @throws IOException if pictures cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  static DryRun of(Pretraining pretraining) throws IOException, InterruptedException {
    double seconds = pretraining.secondsPerStep(1, 1);
    return new DryRun(
        pretraining.pictures(),
        pretraining.parameters(),
        pretraining.steps(),
        pretraining.recipe().optimiser().batch(),
        seconds,
        ProcessMemory.peak(),
        pretraining.recipe().run().device().takenBytes(),
        StepMemory.ofTraining(pretraining.recipe()));
  }

  private double seconds() {
    return secondsPerStep * steps;
  }

  /** Returns it for machines. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pictures", pictures);
    fields.put("parameters", parameters);
    fields.put("steps", steps);
    fields.put("secondsPerStep", secondsPerStep);
    fields.put("imagesPerSecond", batch / secondsPerStep);
    fields.put("seconds", seconds());
    peakResidentBytes.ifPresent(bytes -> fields.put("peakResidentBytes", bytes));
    peakDeviceBytes.ifPresent(bytes -> fields.put("peakDeviceBytes", bytes));
    fields.put("estimatedBytes", estimatedBytes);
    return fields;
  }

  /** Prints it for people. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s, %s of %d%n",
        Counted.of(pictures, "picture"),
        Counted.of(steps, "step"),
        batch);
    out.printf(Locale.ROOT, "%.1f million parameters%n", parameters / 1e6);
    out.printf(
        Locale.ROOT,
        "one step took %.2f s (%.1f images/s): the run would take about %s%n",
        secondsPerStep,
        batch / secondsPerStep,
        ProgressLine.duration(seconds()));
    peakResidentBytes.ifPresent(
        bytes -> out.printf(Locale.ROOT, "peak memory %.2f GB, ", bytes / 1e9));
    peakDeviceBytes.ifPresent(
        bytes -> out.printf(Locale.ROOT, "on the GPU %.2f GB, ", bytes / 1e9));
    out.printf(
        Locale.ROOT,
        "%.2f GB %sestimated%n",
        estimatedBytes / 1e9,
        peakResidentBytes.isPresent() ? "" : "of memory ");
  }
}
