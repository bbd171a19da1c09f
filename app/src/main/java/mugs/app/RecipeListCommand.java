package mugs.app;

import mugs.train.RecipePresets;
import picocli.CommandLine.Command;

/** {@code mugs recipe list}. */
@Command(
    name = "list",
    description = "List the built-in recipes.",
    footerHeading = "%nExample:%n",
    footer = "  mugs recipe list")
final class RecipeListCommand extends Subcommand {

  @Override
  public Integer call() {
    int width = RecipePresets.names().stream().mapToInt(String::length).max().orElse(1);
    for (String name : RecipePresets.names()) {
      out().printf("%-" + width + "s  %s%n", name, RecipePresets.summary(name));
    }
    return ExitCode.GOOD;
  }
}
