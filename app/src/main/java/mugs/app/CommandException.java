package mugs.app;

/** Ends a command with one line for the user. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /**
   * The command line asks for something that cannot be; exit code 2.
   *
   * @param message what was found, what was expected, what to do
   */
  static CommandException usage(String message) {
    return new CommandException(message, ExitCode.USAGE);
  }

  /**
   * The work failed for a reason that a user can understand; exit code 1.
   *
   * @param message what was found, what was expected, what to do
   */
  static CommandException work(String message) {
    return new CommandException(message, ExitCode.WORK_FAILED);
  }

  /**
   * A signal stopped the work; the exit code becomes that of the signal.
   *
   * @param message what was not done
   */
  static CommandException stopped(String message) {
    return new CommandException(message, ExitCode.INTERRUPTED);
  }

  int exitCode() {
    return exitCode;
  }
}
