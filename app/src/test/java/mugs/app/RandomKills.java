package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run at random moments of its training, again and again.
 *
 * @param kills that are wanted
 * @param seed of the moments
 * @param mostMilliseconds from the first step on until it is killed
 */
record RandomKills(int kills, long seed, int mostMilliseconds) {

  /** What is done with a run that came to its end unharmed, so that it can be killed once more. */
  @FunctionalInterface
  interface Unharmed {
    void undo() throws Exception;
  }

  /**
   * Kills it until it was killed often enough.
   *
   * @param run folder of it
   * @param start begins it or goes on with it
   * @param unharmed is called when it came to its end
   */
  void carryOut(Path run, Callable<Process> start, Unharmed unharmed) throws Exception {
    Random random = new Random(seed);
    int killed = 0;
    int tries = 0;
    while (killed < kills) {
      assertThat(tries++)
          .as("tries to kill it %d times, seed %d", kills, seed)
          .isLessThan(9 * kills);
      Process process = start.call();
      RealProcess.awaitTraining(run, process);
      if (!process.waitFor(random.nextInt(mostMilliseconds), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        killed++;
      } else {
        assertThat(process.exitValue()).as("see its log").isZero();
        unharmed.undo();
      }
    }
  }
}
