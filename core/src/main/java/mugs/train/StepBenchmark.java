package mugs.train;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import mugs.engine.Device;
import mugs.engine.Engine;
import mugs.engine.ProcessMemory;
import mugs.engine.SgemmRate;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import mugs.load.PixelBatch;
import mugs.measure.Median;
import mugs.method.MugsSettings;
import mugs.method.MugsState;
import mugs.method.MugsStep;
import mugs.method.Phase;
import mugs.method.Ranks;
import mugs.method.StepReport;
import mugs.method.StepSettings;

/** Measures training steps on random crops, beside the rate of large matrix products. */
public final class StepBenchmark {
  private static final int WARM_UP = 2;
  private static final double NANOS_A_SECOND = 1e9;

  private StepBenchmark() {}

  /**
   * What was measured.
   *
   * @param imagesPerSecond at the median step
   * @param stepMilliseconds of each step after the warm-up, in order
   * @param operationsPerImage of the matrix products, {@code 2 m n k} each
   * @param sgemmPerSecond median rate of large float32 products, before and after; see {@link
   *     SgemmRate}
   * @param phaseMilliseconds mean time of each part of a step
   * @param peakResidentBytes the most memory the process ever held; 0 where the system does not
   *     tell
   * @param device that computed, in words
   * @param peakDeviceBytes the most memory of a GPU that steps took; empty if not known
   * @param workers shards worked on side by side
   * @param threadsEach libtorch threads of a worker
   */
  public record Result(
      double imagesPerSecond,
      List<Double> stepMilliseconds,
      double operationsPerImage,
      double sgemmPerSecond,
      Map<Phase, Double> phaseMilliseconds,
      long peakResidentBytes,
      String device,
      OptionalLong peakDeviceBytes,
      int workers,
      int threadsEach) {

    /** Returns the step's rate of operations over that of large matrix products. */
    public double sgemmShare() {
      return imagesPerSecond * operationsPerImage / sgemmPerSecond;
    }
  }

  /**
   * Runs steps.
   *
   * @param recipe whose batch, crops, network, micro-batch and workers are measured
   * @param steps to time, at least 1, after two that are not
   * @throws InterruptedException if the thread is interrupted, after the step that is under way
   */
  public static Result run(Recipe recipe, int steps) throws InterruptedException {
    Device device = recipe.run().device();
    device.check();
    List<Double> rates = new ArrayList<>(SgemmRate.measure(device));
    checkInterrupted();
    device.releaseUnused();
    OptionalLong before = device.takenBytes();
    MugsSettings settings = recipe.method();
    long seed = recipe.run().seed();
    List<Double> milliseconds = new ArrayList<>();
    Map<Phase, Double> phases = new EnumMap<>(Phase.class);
    try (Workers workers = WorkerLayout.start(recipe.run());
        CropBatch crops = Engine.call(() -> crops(recipe, seed));
        MugsState state =
            Engine.call(() -> MugsState.initial(settings, seed, recipe.run().placement()));
        MugsStep step =
            new MugsStep(
                settings,
                state,
                new MugsStep.Execution(
                    recipe.run().placement(),
                    workers,
                    recipe.run().microBatch().images(),
                    recipe.run().activationCheckpointing(),
                    seed,
                    Ranks.ALONE))) {
      int apart = device.isCuda() ? steps : 0; // to wait at each phase slows a GPU down
      for (int i = 0; i < WARM_UP + steps + apart; i++) {
        checkInterrupted();
        device.synchronize();
        long start = System.nanoTime();
        StepReport report =
            i < WARM_UP + steps
                ? step.run(crops, midway(recipe, i))
                : step.timed(crops, midway(recipe, i));
        device.synchronize();
        if (i >= WARM_UP && i < WARM_UP + steps) {
          milliseconds.add((System.nanoTime() - start) / NANOS_A_SECOND * 1000);
        }
        if (i >= WARM_UP + apart) {
          report
              .phaseMilliseconds()
              .forEach((phase, time) -> phases.merge(phase, time / steps, Double::sum));
        }
      }
      OptionalLong after = device.takenBytes();
      rates.addAll(SgemmRate.measure(device));
      checkInterrupted();
      return new Result(
          crops.images() / (Median.of(milliseconds) / 1000),
          List.copyOf(milliseconds),
          StepOperations.anImage(recipe),
          Median.of(rates),
          phases,
          ProcessMemory.peak().orElse(0),
          device.inWords(),
          before.isPresent() && after.isPresent()
              ? OptionalLong.of(after.getAsLong() - before.getAsLong())
              : OptionalLong.empty(),
          workers.count(),
          workers.threadsEach());
    }
  }

  private static void checkInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** A step in which everything moves; what a step costs does not depend on its rates. */
  private static StepSettings midway(Recipe recipe, int step) {
    OptimiserSettings optimiser = recipe.optimiser();
    return new StepSettings(
        step,
        optimiser.endRate(),
        optimiser.weightDecay(),
        recipe.schedule().momentum(),
        recipe.supervision().group().teacherTemperature(),
        optimiser.clip(),
        false);
  }

  private static CropBatch crops(Recipe recipe, long seed) {
    return PixelBatch.noise(
            recipe.cropSettings(), recipe.optimiser().batch(), seed, recipe.run().device())
        .normalised(recipe.normalisation(), recipe.run().placement());
  }
}
