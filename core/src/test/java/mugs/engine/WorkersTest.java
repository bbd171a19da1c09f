package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final Workers workers = new Workers(3, 1);

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void results_comeInTheOrderOfTheTasks_whenLaterOnesFinishFirst() {
    CountDownLatch last = new CountDownLatch(1);
    List<Callable<String>> tasks =
        List.of(
            () -> {
              last.await();
              return "first";
            },
            () -> "second",
            () -> {
              last.countDown();
              return "third";
            });

    assertThat(workers.run(tasks)).containsExactly("first", "second", "third");
  }

  @Test
  void tasks_goToWorkersInTurn_alwaysTheSame() {
    List<Callable<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      tasks.add(() -> Thread.currentThread().getName());
    }
    List<String> names = workers.run(tasks);

    assertThat(names.subList(0, 3)).doesNotHaveDuplicates();
    for (int i = 3; i < 7; i++) {
      assertThat(names.get(i)).isEqualTo(names.get(i - 3));
    }
    assertThat(workers.run(tasks)).isEqualTo(names);
  }

  @Test
  void eachWorker_hasItsShareOfThreads() {
    try (Workers pair = new Workers(1, 2)) {
      assertThat(pair.run(List.of(() -> torch.get_num_threads()))).containsExactly(2);
    }
    assertThat(workers.run(List.of(() -> torch.get_num_threads()))).containsExactly(1);
  }

  @Test
  void refusalOfLibtorch_isThrownAgainInOneLine_onceAllTasksAreDone() {
    AtomicInteger done = new AtomicInteger();
    List<Callable<Integer>> tasks =
        List.of(
            () -> {
              try (Scope scope = Scope.withoutGradients()) {
                return (int) Tensors.zeros(Precision.FLOAT32, 2).reshape(3).size(0);
              }
            },
            done::incrementAndGet,
            done::incrementAndGet,
            done::incrementAndGet,
            done::incrementAndGet);

    assertThatThrownBy(() -> workers.run(tasks))
        .isInstanceOf(EngineException.class)
        .hasMessage("shape '[3]' is invalid for input of size 2");
    assertThat(done).hasValue(4);
  }

  @Test
  void ownFailures_areThrownAgainAsTheyAre() {
    IllegalArgumentException own = new IllegalArgumentException("mine");
    IOException checked = new IOException("a disk");
    AssertionError error = new AssertionError("an error");

    assertThatThrownBy(() -> workers.run(failing(own))).isSameAs(own);
    assertThatThrownBy(() -> workers.run(failing(error))).isSameAs(error);
    assertThatThrownBy(() -> workers.run(failing(checked))).hasCause(checked);
  }

  private static List<Callable<String>> failing(Throwable failure) {
    return List.of(
        () -> "good",
        () -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (Exception) failure;
        });
  }

  @Test
  void countsBelowOne_areRefused() {
    assertThatThrownBy(() -> new Workers(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers and their threads are at least 1, not 0 and 1");
    assertThatThrownBy(() -> new Workers(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
