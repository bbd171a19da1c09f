package mugs.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that work through shards of a batch side by side, each with its own share of libtorch's
 * threads.
 *
 * <p>Task {@code i} always runs on worker {@code i % count}, one after the other, so that what a
 * worker adds up comes in the same order in every run. libtorch's thread count holds for the
 * calling thread alone, which is why each worker sets its own.
 */
public final class Workers implements AutoCloseable {
  private final List<ExecutorService> threads = new ArrayList<>();
  private final int threadsEach;

  /**
   * Starts the workers.
   *
   * @param count of workers, at least 1
   * @param threadsEach libtorch threads that one operation of a worker may use, at least 1
   * @throws IllegalArgumentException if either is below 1
   */
  public Workers(int count, int threadsEach) {
    if (count < 1 || threadsEach < 1) {
      throw new IllegalArgumentException(
          "workers and their threads are at least 1, not " + count + " and " + threadsEach);
    }
    Engine.start();
    this.threadsEach = threadsEach;
    for (int i = 0; i < count; i++) {
      String name = "mugs-worker-" + i;
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread worker = new Thread(task, name);
                worker.setDaemon(true);
                return worker;
              });
      threads.add(thread);
      thread.execute(() -> Engine.useThreads(threadsEach));
    }
  }

  /** Returns the number of workers. */
  public int count() {
    return threads.size();
  }

  /** Returns the number of libtorch threads that one operation of a worker may use. */
  public int threadsEach() {
    return threadsEach;
  }

  /**
   * Runs one task on each worker and waits for all of them: what they share may be freed once this
   * returns. An interrupt meanwhile does not end the wait; the thread is interrupted still when it
   * is over.
   *
   * @param tasks one a worker, or fewer
   * @return their results, in the order of the tasks
   * @throws EngineException if libtorch refused an operation in one of them
   */
  public <T> List<T> run(List<? extends Callable<T>> tasks) {
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      running.add(threads.get(i % threads.size()).submit(tasks.get(i)));
    }
    List<T> results = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    boolean interrupted = false;
    for (Future<T> task : running) {
      boolean over = false;
      while (!over) {
        try {
          results.add(task.get());
          over = true;
        } catch (ExecutionException e) {
          failures.add(e.getCause() == null ? e : e.getCause());
          over = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!failures.isEmpty()) {
      throw rethrown(failures.get(0));
    }
    return results;
  }

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException runtime
        ? EngineException.of(runtime)
        : new IllegalStateException(failure);
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
  }
}
