package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeRunTest {
  private static final int STEPS = 5;
  private static final double MINUTES = 1000;

  @TempDir private Path temporary;

  /** Adds 1 to each of two numbers in a step; one step fails, before the first or between them. */
  private static final class Counting implements StepwiseTraining {
    private final Scope scope = Scope.withoutGradients();
    private final Tensor numbers = Precision.FLOAT64.onCpu().zeros(2);
    private final long failing;
    private final boolean halfWay;
    private boolean changing;
    private SortedMap<Integer, String> unreadable = new TreeMap<>();

    Counting(long failing, boolean halfWay) {
      this.failing = failing;
      this.halfWay = halfWay;
    }

    @Override
    public long steps() {
      return STEPS;
    }

    @Override
    public long stepsPerEpoch() {
      return STEPS;
    }

    @Override
    public int batch() {
      return 1;
    }

    @Override
    public StepFigures step(long index) {
      if (index == failing && !halfWay) {
        throw new IllegalStateException("no picture");
      }
      changing = true;
      numbers.narrow(0, 0, 1).add_(new Scalar(1.0));
      if (index == failing) {
        throw new IllegalStateException("no memory");
      }
      numbers.narrow(0, 1, 1).add_(new Scalar(1.0));
      changing = false;
      return new StepFigures(0, 0, 0);
    }

    @Override
    public boolean isBetweenSteps() {
      return !changing;
    }

    @Override
    public Map<String, Tensor> state() {
      return Map.of("numbers", numbers);
    }

    @Override
    public void restore(Map<String, Tensor> state) {
      numbers.copy_(state.getOrDefault("numbers", numbers));
    }

    @Override
    public SortedMap<Integer, String> unreadable() {
      return unreadable;
    }

    @Override
    public void takeUp(Map<Integer, String> known) {
      unreadable = new TreeMap<>(known);
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  private static ProbeRun run(Counting training, ProbeFolder folder, AtomicBoolean stopping) {
    return new ProbeRun(
        training, folder, MINUTES, progress -> stopping.set(progress.step() == 2), stopping);
  }

  @Test
  void picturesThatCouldNotBeRead_areTakenUpWithTheState_reasonsToo() throws Exception {
    ProbeFolder folder = ProbeFolder.create(temporary.resolve("run"), Map.of());
    try (Counting first = new Counting(STEPS, false)) {
      first.unreadable.put(7, "it is \"broken\"");
      assertThat(run(first, folder, new AtomicBoolean()).run()).isEmpty(); // stopped after two
    }
    try (Counting second = new Counting(STEPS, false)) {
      assertThat(run(second, folder, new AtomicBoolean()).run()).isPresent();
      assertThat(second.unreadable).containsExactly(Map.entry(7, "it is \"broken\""));
    }
  }

  /**
   * The numbers at the end of a run that failed in its fourth step, and the step it went on from.
   */
  private double[] numbersAfterFailing(boolean halfWay) throws Exception {
    ProbeFolder folder = ProbeFolder.create(temporary.resolve("run"), Map.of());
    try (Counting first = new Counting(STEPS, false)) {
      assertThat(run(first, folder, new AtomicBoolean()).run()).isEmpty(); // stopped after two
    }
    try (Counting second = new Counting(3, halfWay)) {
      assertThatThrownBy(() -> run(second, folder, new AtomicBoolean()).run())
          .isInstanceOf(IllegalStateException.class);
    }
    long saved = stepsSaved(folder);
    try (Counting third = new Counting(STEPS, false)) {
      assertThat(run(third, folder, new AtomicBoolean()).run()).isPresent();
      double[] numbers = Tensors.toDoubles(third.numbers);
      return new double[] {numbers[0], numbers[1], saved};
    }
  }

  private static long stepsSaved(ProbeFolder folder) throws Exception {
    try (Scope scope = Scope.withoutGradients()) {
      return folder.readState().orElseThrow().progress().steps();
    }
  }

  @Test
  void stepThatFailedBeforeItChangedAnything_losesNothing() throws Exception {
    assertThat(numbersAfterFailing(false)).containsExactly(STEPS, STEPS, 3);
  }

  @Test
  void stepThatFailedHalfWay_isNotSavedAsIfItHadNotBegun() throws Exception {
    assertThat(numbersAfterFailing(true)).containsExactly(STEPS, STEPS, 2);
  }
}
