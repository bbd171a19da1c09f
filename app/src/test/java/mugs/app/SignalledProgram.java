package mugs.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import mugs.embed.NpyRows;
import mugs.measure.FeatureRows;

/** A program that works until a signal stops it; it is run by {@link StopOnSignalTest}. */
final class SignalledProgram {

  /** Rows of the file that is measured, their width, and those that are read at a time. */
  static final int ROWS = 1000;

  static final int WIDTH = 64;
  private static final int BLOCK = 100;

  private SignalledProgram() {}

  /** Reads all rows again and again; returns the exit code. */
  @SuppressWarnings("SystemOut") // is read by the test
  private static int measure(Path file, StopOnSignal signals) throws IOException {
    StringWriter said = new StringWriter();
    try (NpyRows rows = NpyRows.open(file, ROWS, WIDTH);
        Measuring measuring =
            new Measuring(new ProgressLine(new PrintWriter(said), false, false), signals)) {
      System.out.println("working");
      FeatureRows read = measuring.reading(rows);
      float[] block = new float[BLOCK * WIDTH];
      for (int from = 0; true; from = (from + BLOCK) % ROWS) {
        read.read(from, BLOCK, block);
      }
    } catch (RuntimeException e) {
      ErrorLine line = ErrorLine.of(e);
      System.out.println(said.toString().strip());
      System.out.println(line.text());
      return line.exitCode();
    }
  }

  /** Says that work is left, and lasts until its thread has gone on as far as it comes. */
  @SuppressWarnings("SystemOut") // is read by the test
  private static void leave(CountDownLatch asked, CountDownLatch awake, Thread main) {
    System.out.println("left");
    asked.countDown();
    try {
      awake.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    while (main.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
  }

  /**
   * Takes what to do: {@code work}, {@code work that is complete}, {@code works}, {@code left},
   * {@code quick work}, {@code rows of FILE} or {@code nothing}, and the exit code.
   */
  @SuppressWarnings("SystemOut") // is read by the test
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int exitCode = Integer.parseInt(arguments[1]);
    StopOnSignal signals = new StopOnSignal();
    CountDownLatch asked = new CountDownLatch(1);
    try (StopOnSignal.Work work = signals.during(asked::countDown)) {
      if (arguments[0].startsWith("work")) {
        System.out.println("working");
        asked.await();
      }
    }
    if (arguments[0].equals("work that is complete")) {
      signals.workIsComplete();
    }
    if (arguments[0].equals("works")) {
      try (StopOnSignal.Work next = signals.during(() -> System.out.println("told again"))) {
        System.out.println("next");
      }
    }
    if (arguments[0].equals("left")) {
      CountDownLatch awake = new CountDownLatch(1);
      Thread main = Thread.currentThread();
      try (StopOnSignal.Work work = signals.leaving(() -> leave(asked, awake, main))) {
        System.out.println("working");
        asked.await();
        awake.countDown();
      }
      try (StopOnSignal.Work next = signals.during(() -> System.out.println("told again"))) {
        System.out.println("next");
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
    if (arguments[0].startsWith("rows of ")) {
      exitCode = measure(Path.of(arguments[0].substring("rows of ".length())), signals);
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
