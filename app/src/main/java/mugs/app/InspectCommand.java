package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mugs.engine.WeightsFileKind;
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
          + " exact duplicates; and, with --recipe, whether the recipe suits them. Or look at a file"
          + " of weights, of this program or another: its network, metadata, tensors; with two, what"
          + " differs.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs inspect photos/",
      "  mugs inspect photos/ more/ --quick --json",
      "  mugs inspect photos/ --recipe small-pictures --set optimiser.batch=32",
      "  mugs inspect runs/mine/best checkpoint.pth"
    })
final class InspectCommand extends Subcommand {

  @Parameters(
      paramLabel = "PICTURES",
      arity = "1..*",
      description = PICTURES + " Or one or two files of weights, checkpoints or runs.")
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
    for (String named : pictures) {
      checkNoOnnx(named);
    }
    List<Path> weights =
        pictures.stream().map(WeightsInspection::weights).flatMap(Optional::stream).toList();
    show(weights.isEmpty() ? ofPictures() : ofWeights(weights));
    return ExitCode.GOOD;
  }

  private static void checkNoOnnx(String named) throws IOException {
    Optional<Path> file = WeightsInspection.path(named).filter(Files::isRegularFile);
    if (file.isPresent()
        && named.toLowerCase(Locale.ROOT).endsWith(".onnx")
        && WeightsFileKind.of(file.get()) == WeightsFileKind.ONNX) {
      throw CommandException.usage(
          named + " is an ONNX file, which is not read: give the weights that it was made of");
    }
  }

  private Inspection ofWeights(List<Path> weights) throws IOException {
    for (String named : pictures) {
      if (WeightsInspection.path(named).filter(Files::exists).isEmpty()) {
        throw CommandException.usage(
            named + ": no such file: beside weights give one other file of weights to compare");
      }
    }
    if (weights.size() < pictures.size() || weights.size() > 2) {
      throw CommandException.usage(
          "%s is a file of weights: give one, or two to compare, and no pictures beside them"
              .formatted(weights.get(0)));
    }
    if (nameOrFile.isPresent() || quick) {
      throw CommandException.usage(
          "--recipe and --quick are for pictures, but %s is a file of weights"
              .formatted(weights.get(0)));
    }
    return WeightsInspection.of(weights.get(0), weights.stream().skip(1).findFirst());
  }

  private Inspection ofPictures() throws IOException {
    Optional<Recipe> recipe = nameOrFile.map(name -> Recipe.load(name, assignments.toArray()));
    try (ProgressLine progress = progress()) {
      progress.say("Looking for pictures in " + String.join(", ", pictures));
      FilesLeftOut leftOut = new FilesLeftOut(progress);
      try (PictureSource source =
          PictureSources.open(
              pictures,
              recipe
                  .map(wanted -> wanted.pictures().openOptions(leftOut))
                  .orElseGet(() -> OpenOptions.DEFAULT.listenedToBy(leftOut)))) {
        return PictureInspection.of(source, leftOut, !quick, recipe, progress);
      }
    }
  }

  private void show(Inspection inspection) throws IOException {
    if (json) {
      out().println(JsonMapper.builder().build().writeValueAsString(inspection.fields()));
    } else {
      inspection.print(out());
    }
  }
}
