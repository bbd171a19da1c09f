package mugs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mugs.engine.Device;
import mugs.engine.EngineException;
import mugs.engine.SgemmRate;
import mugs.engine.UnfitOptionException;
import mugs.measure.Median;
import mugs.train.Recipe;
import mugs.train.StepBenchmark;
import mugs.train.StepMemory;

/**
 * How fast this machine is, beside what its class should give.
 *
 * @param products operations of large float32 products a second on all cores, median
 * @param imagesPerSecond of training steps of {@code bench-small}, median
 * @param share of the rate of products that the steps' own products reached
 * @param gpuProducts the same as the first on each GPU
 * @param cores of the machine that this process may use
 * @param expected of such a machine; empty where nothing is known
 * @param clues to what slows it
 */
record SpeedFindings(
    double products,
    double imagesPerSecond,
    double share,
    List<OnGpu> gpuProducts,
    int cores,
    Optional<MachineClass> expected,
    SlowdownClues clues) {
  private static final double GIGA = 1e9;
  private static final String RECIPE = "bench-small";
  private static final int STEPS = 4;

  /**
   * A GPU's rate of products.
   *
   * @param gpu from 0
   * @param products operations a second, median; empty if it failed
   * @param failure why; empty if it did not
   */
  record OnGpu(int gpu, Optional<Double> products, String failure) {

    private static OnGpu measure(int gpu) throws InterruptedException {
      try {
        List<Double> rates = SgemmRate.measure(new Device(gpu));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        return new OnGpu(gpu, Optional.of(Median.of(rates)), "");
      } catch (EngineException | UnfitOptionException e) {
        return new OnGpu(
            gpu, Optional.empty(), Optional.ofNullable(e.getMessage()).orElse("failed"));
      }
    }

    private Finding finding() {
      return products
          .map(rate -> Finding.ok("sgemm", "%s on cuda:%d".formatted(gigaflops(rate), gpu)))
          .orElseGet(
              () ->
                  Finding.bad(
                      "sgemm",
                      "cuda:%d: %s".formatted(gpu, failure),
                      "see nvidia-smi: another program may hold its memory, or the card may be too"
                          + " old or too new for this libtorch"));
    }
  }

  /**
   * Measures for some seconds.
   *
   * @param gpus that libtorch can use
   * @throws InterruptedException if the thread is interrupted
   */
  static SpeedFindings measure(
      int gpus, int cores, Optional<MachineClass> expected, SlowdownClues clues)
      throws InterruptedException {
    StepBenchmark.Result step = StepBenchmark.run(StepMemory.settled(Recipe.load(RECIPE)), STEPS);
    List<OnGpu> onGpus = new ArrayList<>();
    for (int gpu = 0; gpu < gpus; gpu++) {
      onGpus.add(OnGpu.measure(gpu));
    }
    return new SpeedFindings(
        step.sgemmPerSecond(),
        step.imagesPerSecond(),
        step.sgemmShare(),
        onGpus,
        cores,
        expected,
        clues);
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>(List.of(ofProducts(), ofStep()));
    gpuProducts.forEach(gpu -> findings.add(gpu.finding()));
    return findings;
  }

  /** Returns what products on all cores should reach; empty where nothing is known. */
  Optional<Double> expectedProducts() {
    return expected.map(of -> of.products(cores));
  }

  private Finding ofProducts() {
    String found = gigaflops(products);
    return expectedProducts()
        .map(
            least ->
                Finding.warnIf(
                    productsAreSlow(),
                    "sgemm",
                    "%s; %d cores with %s should give %s"
                        .formatted(found, cores, expected.get(), gigaflops(least)),
                    clues.advice()))
        .orElseGet(() -> Finding.ok("sgemm", found));
  }

  private boolean productsAreSlow() {
    return expectedProducts().filter(least -> MachineClass.falls(products, least)).isPresent();
  }

  private Finding ofStep() {
    return Finding.warnIf(
        expected.isPresent() && MachineClass.falls(share, MachineClass.STEP_SHARE),
        "step",
        String.format(
            Locale.ROOT,
            "%.0f images/s of %s, %.2f of the rate of sgemm; %.2f is usual",
            imagesPerSecond,
            RECIPE,
            share,
            MachineClass.STEP_SHARE),
        productsAreSlow() ? "as for sgemm" : clues.advice());
  }

  private static String gigaflops(double operations) {
    return String.format(Locale.ROOT, "%.0f GFLOP/s", operations / GIGA);
  }
}
