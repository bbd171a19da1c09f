package mugs.app;

import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C and SIGTERM end work in good order: the work is asked to stop, and the JVM ends when
 * the program has said all it had to say: with 130 or 143, or with the exit code of what went wrong
 * meanwhile.
 */
final class StopOnSignal {
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.GOOD;

  /** Work that a signal asks to stop, until it is closed. */
  final class Work implements AutoCloseable {
    private final Thread hook;

    private Work(Runnable stop) {
      hook = new Thread(() -> stopAndWait(stop), "mugs-stop");
      Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says that the work is over: a signal finds nothing to stop from now on. */
    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the JVM is ending: the hook waits for the end of the program
      }
    }
  }

  /**
   * Listens from now on.
   *
   * @param stop asks the work to stop; it is called on another thread
   */
  Work during(Runnable stop) {
    return new Work(stop);
  }

  /**
   * Listens from now on, for work that has nothing to save: the calling thread is interrupted and
   * ends it where it can. It has to end all the same, as the JVM must not while libtorch works.
   *
   * @param told is called first, on another thread
   */
  Work interrupting(Runnable told) {
    Thread worker = Thread.currentThread();
    return during(
        () -> {
          told.run();
          worker.interrupt();
        });
  }

  /**
   * Says that the program is over, its last line printed: a JVM that is ending goes on to end.
   *
   * @param code that the program would return
   */
  void programIsOver(int code) {
    exitCode = code;
    over.countDown();
  }

  private void stopAndWait(Runnable stop) {
    stop.run();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (exitCode != ExitCode.GOOD && exitCode != ExitCode.INTERRUPTED) {
      Runtime.getRuntime().halt(exitCode); // what failed is told, not what the signal was
    }
  }
}
