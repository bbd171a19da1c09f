package mugs.app;

import picocli.CommandLine.Command;

/** {@code mugs visualize}. */
@Command(
    name = "visualize",
    description = {"Show what goes into training.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExample:%n",
    footer = "  mugs visualize crops emoji: --recipe demo --out crops.html",
    subcommands = {VisualizeCropsCommand.class})
final class VisualizeCommand extends CommandGroup {}
