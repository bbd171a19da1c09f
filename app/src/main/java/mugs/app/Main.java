package mugs.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.train.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the program starts. */
public final class Main {

  /** A line of the log takes the place of the progress that stands on the terminal. */
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** How picocli says that a text is no number. */
  private static final Pattern NO_NUMBER =
      Pattern.compile("'(?<text>[^']*)' is not an? (?<type>int|long|double|float)$");

  private Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    CommandLine commandLine = commandLine();
    int exitCode = run(commandLine, arguments);
    MugsCommand.of(commandLine.getCommandSpec()).signals().programIsOver(exitCode);
    System.exit(exitCode);
  }

  /** Runs a command; whatever goes wrong becomes one line and an exit code. */
  static int run(CommandLine commandLine, String... arguments) {
    PrintWriter out = commandLine.getOut(); // asked for first, they are those of every command
    PrintWriter err = commandLine.getErr();
    try {
      return commandLine.execute(arguments);
    } catch (Error e) { // picocli hands on exceptions alone
      return fail(e, commandLine);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Makes the command line, ready to run. */
  static CommandLine commandLine() {
    return new CommandLine(new MugsCommand())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler((e, arguments) -> refuse(e))
        .setExecutionExceptionHandler((e, commandLine, parsed) -> fail(e, commandLine));
  }

  private static int execute(ParseResult parsed) {
    MugsCommand mugs = MugsCommand.of(parsed.commandSpec());
    // both are read by logback.xml once logging starts
    System.setProperty("mugs.log", mugs.logLevel());
    System.setProperty("mugs.log.start", Subcommand.onTerminal() ? CLEAR_LINE : "");
    return new RunLast().execute(parsed);
  }

  private static int fail(Throwable failure, CommandLine commandLine) {
    ErrorLine line = ErrorLine.of(failure);
    PrintWriter err = commandLine.getErr();
    err.println("mugs: " + line.text());
    MugsCommand mugs = MugsCommand.of(commandLine.getCommandSpec());
    if (mugs.debug || !Optional.ofNullable(System.getenv("MUGS_DEBUG")).orElse("").isEmpty()) {
      failure.printStackTrace(err);
    }
    err.flush();
    return line.exitCode();
  }

  private static int refuse(ParameterException e) {
    CommandLine at = e.getCommandLine();
    String problem =
        e instanceof UnmatchedArgumentException unmatched ? unknown(unmatched) : lower(e);
    at.getErr().printf("mugs: %s (see %s --help)%n", problem, at.getCommandSpec().qualifiedName());
    at.getErr().flush();
    return ExitCode.USAGE;
  }

  private static String unknown(UnmatchedArgumentException e) {
    CommandLine at = e.getCommandLine();
    String word = e.getUnmatched().get(0).split("=", 2)[0];
    List<String> candidates = new ArrayList<>();
    String what = "unexpected argument";
    if (e.isUnknownOption()) {
      what = "unknown option";
      candidates.addAll(at.getCommandSpec().optionsMap().keySet());
    } else if (!at.getSubcommands().isEmpty()) {
      what = "unknown command";
      candidates.addAll(at.getSubcommands().keySet());
    }
    String meant =
        Spelling.nearest(word, candidates).map(near -> ": did you mean '" + near + "'?").orElse("");
    return what + " '" + word + "'" + meant;
  }

  private static String lower(ParameterException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse("wrong usage");
    String line = message.lines().findFirst().orElse("").replaceFirst("^Error: ", "");
    Matcher noNumber = NO_NUMBER.matcher(line);
    if (noNumber.find()) {
      boolean several = e.getArgSpec() != null && !e.getArgSpec().splitRegex().isEmpty();
      String number = noNumber.group("type").matches("int|long") ? "whole number" : "number";
      line =
          noNumber.replaceFirst(
              several
                  ? "it takes %ss with commas between, and '${text}' is none".formatted(number)
                  : "it takes one %s, not '${text}'".formatted(number));
    }
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
