package mugs.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mugs.engine.ProcessMemory;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory of a process as the kernel counts it, over thousands of calls from 8 threads and over
 * loading and closing, in a process without anything that the launcher sets. The profile {@code
 * slow} makes it 10,000 calls.
 */
@EnabledOnOs(OS.LINUX) // whose kernel tells
class EmbedderMemoryTest {
  private static final int CALLS = Integer.getInteger("mugs.embedder-calls", 1200);
  private static final int THREADS = 8;

  /**
   * What the JVM itself may still take beside its heap, which does not grow here. One kept token of
   * the larger network below, 80 kB a call, exceeds it many times.
   */
  private static final long BOUND = 24 << 20;

  private static final int LOADS_BEFORE = 10;
  private static final int LOADS = 20;

  /** A tenth of what the loads take; compilers and allocators of the JVM took 26 MB once. */
  private static final long BOUND_OF_LOADS = 40L << 20;

  @TempDir Path folder;

  @Test
  void manyCallsFromManyThreads_growNothing_andGiveWhatEachGivesAlone() throws Exception {
    assertThat(growth("calls")).as("bytes over %d calls", CALLS).isLessThan(BOUND);
  }

  @Test
  void closedEmbedders_leaveNothing() throws Exception {
    assertThat(growth("loads"))
        .as("bytes over %d loads of 20 MB", LOADS)
        .isLessThan(BOUND_OF_LOADS);
  }

  private long growth(String what) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms128m", // all of the heap is there from the start
            "-Xmx128m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-Dmugs.embedder-calls=" + CALLS,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            what,
            folder.toString());
    builder.environment().keySet().removeIf(name -> name.matches("(MALLOC|MKL|OPENBLAS|OMP)_.*"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return Long.parseLong(said.replaceAll("(?s).*growth ", ""));
  }

  /** Prints by how much the process grew. */
  static final class Program {

    /** Takes what to do, and a folder. */
    @SuppressWarnings("SystemOut") // is read by the test
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[1]);
      long growth = arguments[0].equals("calls") ? calls(folder) : loads(folder);
      System.out.println("growth " + growth);
      System.out.flush();
    }

    private static Path large(Path folder) throws IOException {
      return SmallNetwork.write(
          folder.resolve("large.safetensors"),
          new NetworkDescription(
              VitSettings.of(64, 8, 312, 4, 3),
              SmallNetwork.DESCRIPTION.mean(),
              SmallNetwork.DESCRIPTION.deviation()));
    }

    private static long loads(Path folder) throws IOException {
      Path weights = large(folder);
      long first = 0;
      for (int i = 0; i < LOADS_BEFORE + LOADS; i++) {
        if (i == LOADS_BEFORE) {
          first = ProcessMemory.resident().orElseThrow();
        }
        try (Embedder embedder = Embedder.load(weights)) {
          embedder.embed(SmallNetwork.pixels(i));
        }
      }
      return ProcessMemory.resident().orElseThrow() - first;
    }

    private static long calls(Path folder) throws Exception {
      try (Embedder embedder = Embedder.load(large(folder))) {
        List<float[]> alone = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          alone.add(embedder.embed(SmallNetwork.picture(i)));
        }
        round(embedder, alone, CALLS / 2);
        long first = ProcessMemory.resident().orElseThrow();
        round(embedder, alone, CALLS - CALLS / 2);
        return ProcessMemory.resident().orElseThrow() - first;
      }
    }

    private static void round(Embedder embedder, List<float[]> alone, int calls) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<Void>> running = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int start = t;
        Callable<Void> work =
            () -> {
              for (int call = start; call < calls; call += THREADS) {
                int number = call % alone.size();
                check(embedder.embed(SmallNetwork.picture(number)), alone.get(number));
              }
              return null;
            };
        running.add(threads.submit(work));
      }
      for (Future<Void> each : running) {
        each.get();
      }
      threads.shutdown();
    }

    private static void check(float[] vector, float[] expected) {
      assertThat(vector.length).isEqualTo(expected.length);
      for (int i = 0; i < vector.length; i++) {
        assertThat(Math.abs(vector[i] - expected[i])).isLessThan(1e-4f);
      }
    }
  }
}
