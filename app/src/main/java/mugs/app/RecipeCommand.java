package mugs.app;

import picocli.CommandLine.Command;

/** {@code mugs recipe}: a word before three commands. */
@Command(
    name = "recipe",
    description = "List, show and check the recipes that runs follow.",
    commandListHeading = "%nCommands:%n",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = "  mugs recipe list",
    subcommands = {RecipeListCommand.class, RecipeShowCommand.class, RecipeCheckCommand.class})
final class RecipeCommand extends CommandGroup {}
