package mugs.app;

import java.util.concurrent.CountDownLatch;

/** A program that works until a signal stops it; it is run by {@link StopOnSignalTest}. */
final class SignalledProgram {

  private SignalledProgram() {}

  /** Takes what to do: {@code work}, {@code quick work} or {@code nothing}, and the exit code. */
  @SuppressWarnings("SystemOut") // is read by the test
  public static void main(String[] arguments) throws InterruptedException {
    int exitCode = Integer.parseInt(arguments[1]);
    StopOnSignal signals = new StopOnSignal();
    CountDownLatch asked = new CountDownLatch(1);
    try (StopOnSignal.Work work = signals.during(asked::countDown)) {
      if (arguments[0].equals("work")) {
        System.out.println("working");
        asked.await();
      }
    }
    if (arguments[0].equals("quick work")) {
      try (StopOnSignal.Work work = signals.interrupting(() -> System.out.println("told"))) {
        System.out.println("working");
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        System.out.println("interrupted");
      }
    }
    if (arguments[0].equals("nothing")) {
      System.out.println("working");
      new CountDownLatch(1).await();
    }
    System.out.println("saved");
    signals.programIsOver(exitCode);
    System.exit(exitCode);
  }
}
