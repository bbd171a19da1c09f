package mugs.app;

import picocli.CommandLine.Command;

/** {@code mugs bench}. */
@Command(
    name = "bench",
    description = {"Measure how fast this machine does the work.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs bench step --recipe bench-small --steps 10",
      "  mugs bench augment emoji: --recipe demo",
      "  mugs bench embed photos/ --weights runs/photos/best",
      "  mugs bench knn --k 20"
    },
    subcommands = {
      BenchStepCommand.class,
      BenchAugmentCommand.class,
      BenchEmbedCommand.class,
      BenchKnnCommand.class
    })
final class BenchCommand extends CommandGroup {}
