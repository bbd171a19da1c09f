package mugs.app;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command printed and returned.
 *
 * @param exitCode returned to the shell
 * @param out standard output
 * @param err standard error
 */
record Captured(int exitCode, String out, String err) {

  /** Runs the program as a user would. */
  static Captured run(String... arguments) {
    return run(Main.commandLine(), arguments);
  }

  /** Runs a command line that may have been added to. */
  static Captured run(CommandLine commandLine, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    // Buffered, as the real streams are: what is not flushed at the end is missing here too.
    commandLine.setOut(new PrintWriter(new BufferedWriter(out)));
    commandLine.setErr(new PrintWriter(new BufferedWriter(err)));
    int exitCode = Main.run(commandLine, arguments);
    return new Captured(exitCode, out.toString(), err.toString());
  }
}
