package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.engine.ProcessMemory;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory of the process as the kernel counts it, over a run with checkpoints and online kNN. The
 * profile {@code slow} makes it 10,000 steps long.
 */
@EnabledOnOs(OS.LINUX) // whose kernel tells
class FlatMemoryTest {
  private static final int STEPS = Integer.getInteger("mugs.long-run-steps", 400);
  private static final int LEAST_WARM_UP = 200;
  private static final long MEGABYTE = 1 << 20;

  /**
   * What the JVM itself may still grow by: code that is compiled late, its heap's young generation.
   * Tensors that leak are far more over a long run: 10 kB a step, of the 500 kB and more that the
   * tensors of a step of this network take, make 80 MB in 8,000 steps.
   */
  private static final long BOUND = 48 * MEGABYTE;

  @TempDir Path folder;

  @Test
  void residentMemory_isFlat_onceTheRunIsWarm() throws Exception {
    Recipe recipe =
        TinyRun.recipe(
            "schedule.epochs=1000000",
            "run.max-steps=" + STEPS,
            "run.checkpoint-every=50",
            "run.knn-every=10");
    int warmUp = Math.max(LEAST_WARM_UP, STEPS / 5);
    List<Long> resident = new ArrayList<>();
    PretrainingListener listener =
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            if (progress.step() >= warmUp) {
              resident.add(ProcessMemory.resident().orElseThrow());
            }
          }
        };

    try (Pretraining pretraining = new Pretraining(recipe, PlainPictures.coloured(48), listener)) {
      assertThat(pretraining.run(RunFolder.create(folder.resolve("run"))).steps()).isEqualTo(STEPS);
    }

    long first = resident.get(0);
    long highest = resident.stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(highest - first)
        .as("growth over %d steps, from %d MB", resident.size(), first / MEGABYTE)
        .isLessThan(BOUND);
  }
}
