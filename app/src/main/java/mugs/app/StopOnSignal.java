package mugs.app;

import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C and SIGTERM end work in good order: the work is asked to stop, and the JVM ends when
 * the program has said all it had to say: with 130 or 143, with the exit code of what went wrong
 * meanwhile, or with that of the program if its work came to its end all the same.
 */
final class StopOnSignal {
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.GOOD;
  private volatile boolean complete;
  private volatile boolean left;

  /** Work that a signal asks to stop, until it is closed. */
  final class Work implements AutoCloseable {
    private final Thread hook;

    private Work(Runnable atSignal, Runnable stop) {
      hook = new Thread(atSignal, "mugs-stop");
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException e) {
        if (left) {
          awaitTheEnd();
        }
        stop.run(); // the signal came in earlier work, whose hook waits for the end of the program
      }
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
    return new Work(() -> stopAndWait(stop), stop);
  }

  /**
   * Listens from now on, for work that can be left at any moment: a signal ends the program at
   * once, and no other work begins.
   *
   * @param told is called first, on another thread
   */
  Work leaving(Runnable told) {
    return new Work(
        () -> {
          left = true;
          told.run();
        },
        () -> {});
  }

  private static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
   * Says that nothing is left to do, though a signal may have asked to stop: the program returns
   * its own code, not that of the signal.
   */
  void workIsComplete() {
    complete = true;
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
    if (complete || (exitCode != ExitCode.GOOD && exitCode != ExitCode.INTERRUPTED)) {
      Runtime.getRuntime().halt(exitCode); // what became of the work, not what the signal was
    }
  }
}
