package mugs.app;

import java.util.List;
import mugs.train.Recipe;
import mugs.train.RecipeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mugs recipe check}. */
@Command(
    name = "check",
    description =
        "Check recipes: exit code 0 if all are good, else 2 and a line for each that is not, with"
            + " its first mistake.",
    footerHeading = "%nExample:%n",
    footer = "  mugs recipe check cats.yaml dogs.yaml")
final class RecipeCheckCommand extends Subcommand {

  @Parameters(
      paramLabel = "NAME_OR_FILE",
      arity = "1..*",
      description = "Built-in recipes or YAML files.")
  private List<String> namesOrFiles = List.of();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Override
  public Integer call() {
    int exitCode = ExitCode.GOOD;
    for (String nameOrFile : namesOrFiles) {
      try {
        Recipe recipe = Recipe.load(nameOrFile, assignments.toArray());
        if (!quiet()) {
          out().println(nameOrFile + ": good (recipe '" + recipe.name() + "')");
        }
      } catch (RecipeException e) {
        err().println("mugs: " + e.getMessage());
        exitCode = ExitCode.USAGE;
      }
    }
    return exitCode;
  }
}
