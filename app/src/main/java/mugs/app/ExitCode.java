package mugs.app;

/** What the program returns to the shell; 130 and 143 are a run stopped by Ctrl-C or SIGTERM. */
final class ExitCode {

  /** All went well. */
  static final int GOOD = 0;

  /** The command was understood and its work failed. */
  static final int WORK_FAILED = 1;

  /** The command line, or a recipe, asks for something that cannot be. */
  static final int USAGE = 2;

  /** Ctrl-C stopped the work, and what there was to save is saved. */
  static final int INTERRUPTED = 130;

  /** SIGTERM stopped the work, and what there was to save is saved. */
  static final int TERMINATED = 143;

  private ExitCode() {}
}
