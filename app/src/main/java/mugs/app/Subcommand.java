package mugs.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command has: where to print, and what was asked of the program as a whole. */
abstract class Subcommand implements Callable<Integer> {

  /** Describes the parameter of all commands that read pictures. */
  static final String PICTURES =
      "Folders of pictures, picture files, zip or tar archives, WebDataset shards such as"
          + " shard-{0000..0127}.tar, CSV or JSONL manifests, CIFAR or IDX files, or emoji: (built"
          + " in).";

  /** Set by the launcher where standard error is a terminal; the JDK cannot tell before 22. */
  private static final String TERMINAL_PROPERTY = "mugs.terminal";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  /**
   * Does the work.
   *
   * @return one of {@link ExitCode}
   * @throws Exception printed as one line; see {@link ErrorLine}
   */
  @Override
  public abstract Integer call() throws Exception;

  /** Returns where results go. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Returns where progress and remarks go. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Returns whether the user gave an option, be it with its default. */
  final boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Returns whether progress and remarks are unwanted. */
  final boolean quiet() {
    return MugsCommand.of(spec).quiet;
  }

  /** Returns what lets Ctrl-C and SIGTERM stop work. */
  final StopOnSignal signals() {
    return MugsCommand.of(spec).signals();
  }

  /**
   * Lets a signal end what comes before there is anything to save, with a line.
   *
   * @param what is not there yet, such as {@code the features were made}
   */
  final StopOnSignal.Work beginning(String what) {
    return signals()
        .leaving(
            () -> {
              err().println("mugs: stopped before %s; give the same command again".formatted(what));
              err().flush();
            });
  }

  /** Returns a display of progress on standard error. */
  final ProgressLine progress() {
    return new ProgressLine(err(), onTerminal(), quiet());
  }

  /** Returns whether a person watches standard error. */
  static boolean onTerminal() {
    return Boolean.getBoolean(TERMINAL_PROPERTY);
  }

  /**
   * Checks a number.
   *
   * @param option that gave it
   * @throws CommandException if it is outside the range
   */
  static void checkRange(String option, long value, long from, long to) {
    if (value < from || value > to) {
      throw CommandException.usage(
          "%s is %d: it takes a whole number from %d to %d".formatted(option, value, from, to));
    }
  }
}
