package mugs.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as a whole: the list of its commands, and the options that all of them take. */
@Command(
    name = "mugs",
    description = {
      "Learn visual features from unlabelled pictures at three granularities, measure them, use them.",
      ""
    },
    versionProvider = MugsCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExample:%n",
    footer = {"  mugs recipe show demo", "", "mugs COMMAND --help tells more about a command."},
    subcommands = {
      DemoCommand.class,
      PretrainCommand.class,
      EmbedCommand.class,
      EvaluateCommand.class,
      SearchCommand.class,
      PackCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      RecipeCommand.class,
      InspectCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      VisualizeCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      DoctorCommand.class
    })
final class MugsCommand implements Callable<Integer> {
  private final StopOnSignal signals = new StopOnSignal();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "Print results, warnings and errors alone.")
  boolean quiet;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print more, and the stack trace of an error (or set MUGS_DEBUG=1).")
  boolean debug;

  /** Without a command there is nothing to do but to list them. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  /** Returns the program that a command belongs to. */
  static MugsCommand of(CommandSpec spec) {
    return (MugsCommand) spec.root().userObject();
  }

  /** Returns what lets Ctrl-C and SIGTERM stop work. */
  StopOnSignal signals() {
    return signals;
  }

  /** Returns the level of the log, for {@code logback.xml}. */
  String logLevel() {
    return debug ? "DEBUG" : quiet ? "WARN" : "INFO";
  }

  /** Reads the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {

    /** Returns the version alone. */
    static String program() {
      String built = MugsCommand.class.getPackage().getImplementationVersion();
      return built == null ? "unpackaged" : built;
    }

    @Override
    public String[] getVersion() {
      return new String[] {
        "mugs %s (Java %s, %s %s)"
            .formatted(
                program(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"))
      };
    }
  }
}
