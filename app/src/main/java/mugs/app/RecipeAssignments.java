package mugs.app;

import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --set} option of every command that takes a recipe. */
final class RecipeAssignments {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Change one setting of the recipe, such as optimiser.batch=64; may be repeated.")
  private List<String> assignments = List.of();

  /** Returns the assignments as typed, in order. */
  String[] toArray() {
    return assignments.toArray(String[]::new);
  }
}
