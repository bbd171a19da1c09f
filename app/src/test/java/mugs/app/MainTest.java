package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mugs.engine.MisnamedFileException;
import mugs.engine.UnfitOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"pretrain", "pack", "inspect", "visualize crops", "bench augment"})
  void helpOfWhatTakesPictures_namesEveryKind(String command) {
    Captured help = Captured.run((command + " --help").split(" ", -1));

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("WebDataset", "JSONL", "CIFAR", "IDX", "emoji:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster | --split --train --test --leave-one-out",
        "granularity | --split --train --test",
        "retrieval | 0.2 --leave-one-out",
        "fine-tune | several, --cache",
        "semi | linear",
        "knn | --resume --workers"
      })
  void helpOfAnEvaluation_hasNothingThatItDoesNotTake(String protocol, String others) {
    Captured help = Captured.run("evaluate", protocol, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("--device", "--precision", "--size", "--weights", "--max-unreadable")
        .doesNotContain(others.split(" ", -1));
  }

  @Test
  void help_listsEveryCommand_onStandardOutput() {
    Captured help = Captured.run("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: mugs").contains("mugs COMMAND --help");
    assertThat(Main.commandLine().getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(command -> assertThat(help.out()).contains("  " + command));
  }

  static List<CommandLine> allCommands() {
    List<CommandLine> commands = new ArrayList<>();
    collect(Main.commandLine(), commands);
    return commands;
  }

  private static void collect(CommandLine command, List<CommandLine> commands) {
    commands.add(command);
    command.getSubcommands().values().forEach(below -> collect(below, commands));
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void helpOfEveryCommand_hasADescription_andAnExampleThatParses(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    String[] words = name.split(" ", -1);
    String[] help = Arrays.copyOfRange(words, 1, words.length + 1);
    help[words.length - 1] = "--help";

    Captured shown = Captured.run(help);

    assertThat(shown.exitCode()).isZero();
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    List<String> examples =
        Stream.of(command.getCommandSpec().usageMessage().footer())
            .filter(line -> line.startsWith("  " + name))
            .toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      List<String> typed = List.of(example.strip().split(" +", -1));
      Main.commandLine().parseArgs(typed.subList(1, typed.size()).toArray(String[]::new));
    }
  }

  @Test
  void version_namesTheProgramAndJava() {
    Captured version = Captured.run("--version");

    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).matches("mugs \\S+ \\(Java .+\\)\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "recpie list|unknown command 'recpie': did you mean 'recipe'? (see mugs --help)",
        "xylophone|unknown command 'xylophone' (see mugs --help)",
        "recipe lsit|unknown command 'lsit': did you mean 'list'? (see mugs recipe --help)",
        "recipe show demo --jsn|unknown option '--jsn': did you mean '--json'? (see mugs recipe show --help)",
        "recipe show demo more|unexpected argument 'more' (see mugs recipe show --help)",
        "recipe show|missing required parameter: 'NAME_OR_FILE' (see mugs recipe show --help)",
        "recipe|missing command: one of list, show, check (see mugs recipe --help)",
        "recipe show demo --pictures x|invalid value for option '--pictures': it takes one whole number, not 'x' (see mugs recipe show --help)",
      })
  void wrongUsage_isOneLineOnStandardError_andExitCodeTwo(String arguments, String problem) {
    Captured refused = Captured.run(arguments.split(" ", -1));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).isEqualTo("mugs: " + problem + "\n");
  }

  @Test
  void noCommand_isAnsweredWithTheHelp_onStandardError_andExitCodeTwo() {
    Captured refused = Captured.run();

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("Usage: mugs");
  }

  static Stream<Failing> failures() {
    return Stream.of(
        new Failing(CommandException.usage("--minutes is 0"), 2, "--minutes is 0"),
        new Failing(CommandException.work("no pictures in cats"), 1, "no pictures in cats"),
        new Failing(new NoSuchFileException("cats"), 1, "cats: no such file or folder"),
        new Failing(
            new UncheckedIOException(new AccessDeniedException("cats")),
            1,
            "cats: permission denied"),
        new Failing(
            new FileSystemException("run/x", null, "No space left on device"),
            1,
            "run/x: No space left on device"),
        new Failing(new MisnamedFileException("cats: no such file"), 2, "cats: no such file"),
        new Failing(new UnfitOptionException("20 is no multiple"), 2, "20 is no multiple"),
        new Failing(new IOException("bad magic number\nmore"), 1, "bad magic number"),
        new Failing(new IllegalArgumentException("9 is too much"), 1, "9 is too much"),
        new Failing(
            new ArithmeticException("/ by zero"),
            1,
            "unexpected ArithmeticException: / by zero (--debug shows where)"),
        new Failing(
            new OutOfMemoryError("Java heap space"),
            1,
            "out of memory (Java heap space): take a smaller run.micro-batch or fewer threads,"
                + " or give Java more with MUGS_JAVA_OPTS=-Xmx4g"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_isOneLineOnStandardError(Failing failing) {
    CommandLine commandLine = Main.commandLine().addSubcommand("fail", failing);

    Captured failed = Captured.run(commandLine, "fail");

    assertThat(failed.exitCode()).isEqualTo(failing.exitCode);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).isEqualTo("mugs: " + failing.line + "\n");
  }

  @Test
  void debug_addsTheStackTrace() {
    CommandLine commandLine =
        Main.commandLine().addSubcommand("fail", new Failing(new IOException("broken"), 1, ""));

    Captured failed = Captured.run(commandLine, "fail", "--debug");

    assertThat(failed.err()).startsWith("mugs: broken\n").contains("\tat ");
  }

  /** A command that ends in a given failure. */
  @Command(name = "fail")
  private static final class Failing implements Callable<Integer> {

    private final Throwable failure;
    private final int exitCode;
    private final String line;

    Failing(Throwable failure, int exitCode, String line) {
      this.failure = failure;
      this.exitCode = exitCode;
      this.line = line;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }
}
