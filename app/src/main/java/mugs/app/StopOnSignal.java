package mugs.app;

import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C and SIGTERM end work in good order: the work is asked to stop, and the JVM ends, with
 * 130 or 143, when it has.
 */
final class StopOnSignal implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /**
   * Listens from now on.
   *
   * @param stop asks the work to stop; it is called on another thread
   */
  StopOnSignal(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "mugs-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says that the work is over: a JVM that is ending goes on to end, another listens no longer. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook has run
    }
  }
}
