package mugs.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mugs.engine.ProcessMemory;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory of a process as the kernel counts it, over a run with checkpoints and online kNN. The
 * profile {@code slow} makes it 10,000 steps long.
 */
@EnabledOnOs(OS.LINUX) // whose kernel tells
class FlatMemoryTest {
  private static final int STEPS = Integer.getInteger("mugs.long-run-steps", 400);
  private static final int LEAST_WARM_UP = 200;

  /**
   * What the JVM itself may still take beside its heap, which does not grow here, once it has
   * compiled what it will: that is why the first half of the run does not count. Crops that leak,
   * 100 kB a step of eight pictures of 16 pixels, exceed it in either form; in the long one 2.5 kB
   * a step do.
   */
  private static final long BOUND = 12 << 20;

  @TempDir Path folder;

  @Test
  void residentMemory_isFlat_onceTheRunIsWarm() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m", // all of the heap is there from the start
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dmugs.long-run-steps=" + STEPS,
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                LongRun.class.getName(),
                folder.resolve("run").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(Long.parseLong(said.replaceAll("(?s).*growth ", "")))
        .as("growth in bytes over %d steps", STEPS)
        .isLessThan(BOUND);
  }

  /** Trains, and prints by how much its memory grew at most once it was warm. */
  static final class LongRun implements PretrainingListener {
    private final long warmUp;
    private long first;
    private long highest;

    private LongRun(long warmUp) {
      this.warmUp = warmUp;
    }

    @Override
    public void stepped(Progress progress) {
      if (progress.step() >= warmUp) {
        long resident = ProcessMemory.resident().orElseThrow();
        first = first == 0 ? resident : first;
        highest = Math.max(highest, resident);
      }
    }

    /** Takes the run's folder. */
    @SuppressWarnings("SystemOut") // is read by the test
    public static void main(String[] arguments) throws Exception {
      LongRun memory = new LongRun(Math.max(LEAST_WARM_UP, STEPS / 2));
      Recipe recipe =
          TinyRun.recipe(
              "schedule.epochs=1000000",
              "run.max-steps=" + STEPS,
              "run.checkpoint-every=50",
              "run.knn-every=10");
      try (Pretraining pretraining = new Pretraining(recipe, PlainPictures.coloured(48), memory)) {
        pretraining.run(RunFolder.create(Path.of(arguments[0])));
      }
      System.out.println("growth " + (memory.highest - memory.first));
      System.out.flush();
      System.exit(memory.first > 0 ? 0 : 3);
    }
  }
}
