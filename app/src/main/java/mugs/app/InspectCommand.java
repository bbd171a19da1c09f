package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs inspect}. */
@Command(
    name = "inspect",
    description = {
      "Look at every picture of a collection: labels, sizes, formats, what cannot be read and why,"
          + " exact duplicates; and, with --recipe, whether the recipe suits them.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs inspect photos/",
      "  mugs inspect photos/ more/ --quick --json",
      "  mugs inspect photos/ --recipe small-pictures --set optimiser.batch=32"
    })
final class InspectCommand extends Subcommand {

  @Parameters(paramLabel = "PICTURES", arity = "1..*", description = PICTURES)
  private List<String> pictures = List.of();

  @Option(
      names = "--quick",
      description =
          "Read headers alone: much faster, and blind to broken contents and to duplicates.")
  private boolean quick;

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      description =
          "Also tell whether this recipe suits the pictures; what is too large for it counts as"
              + " unreadable.")
  private Optional<String> nameOrFile = Optional.empty();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (nameOrFile.isEmpty() && assignments.toArray().length > 0) {
      throw CommandException.usage("--set changes a recipe: name it with --recipe");
    }
    Optional<Recipe> recipe = nameOrFile.map(name -> Recipe.load(name, assignments.toArray()));
    Inspection inspection;
    try (ProgressLine progress = progress()) {
      progress.say("Looking for pictures in " + String.join(", ", pictures));
      FilesLeftOut leftOut = new FilesLeftOut(progress);
      try (PictureSource source =
          PictureSources.open(
              pictures,
              recipe
                  .map(wanted -> wanted.pictures().openOptions(leftOut))
                  .orElseGet(() -> OpenOptions.DEFAULT.listenedToBy(leftOut)))) {
        inspection = PictureInspection.of(source, leftOut, !quick, recipe, progress);
      }
    }
    if (json) {
      out().println(JsonMapper.builder().build().writeValueAsString(inspection.fields()));
    } else {
      inspection.print(out());
    }
    return ExitCode.GOOD;
  }
}
