package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class InterruptedWorkersTest {

  @Test
  void run_waitsForItsTasks_whenTheCallerIsInterrupted_andKeepsTheInterrupt() {
    Engine.start();
    List<Callable<String>> tasks = List.of(() -> "first", () -> "second", () -> "third");
    try (Workers workers = new Workers(2, 1)) {
      Thread.currentThread().interrupt();

      List<String> results = workers.run(tasks);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(results).containsExactly("first", "second", "third");
    }
  }
}
