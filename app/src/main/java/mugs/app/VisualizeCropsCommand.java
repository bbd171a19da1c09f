package mugs.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mugs.app.report.CropPage;
import mugs.app.report.CropPicture;
import mugs.app.report.CropSheet;
import mugs.engine.Engine;
import mugs.engine.WholeFile;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs visualize crops}. */
@Command(
    name = "crops",
    description = {
      "Show the teacher's and the student's crops of a few pictures, exactly as training with a"
          + " recipe makes them: weak and strong ones, erased boxes, small ones enlarged.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs visualize crops photos/ --recipe vit-s16-100ep --out crops.png",
      "  mugs visualize crops emoji: --recipe demo --epoch 3 --out crops.html"
    })
final class VisualizeCropsCommand extends Subcommand {
  private static final int MOST_PICTURES = 100;

  @Parameters(paramLabel = "PICTURES", arity = "1..*", description = PICTURES)
  private List<String> pictures = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "small-pictures",
      description = "A built-in recipe or a YAML file (default: ${DEFAULT-VALUE}).")
  private String nameOrFile = "";

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "How many, spread evenly over all, at most "
              + MOST_PICTURES
              + " (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--epoch",
      paramLabel = "E",
      defaultValue = "0",
      description = "The epoch whose crops are shown, from 0 (default: ${DEFAULT-VALUE}).")
  private long epoch;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of everything random, in place of the recipe's run.seed.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write, anew if it is there: a picture, .png, or a page, .html.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    boolean page = isPage();
    checkNumbers();
    List<String> all = new ArrayList<>(List.of(assignments.toArray()));
    seed.ifPresent(number -> all.add("run.seed=" + number));
    Recipe recipe = Recipe.load(nameOrFile, all.toArray(String[]::new));
    try (ProgressLine progress = progress()) {
      progress.say("Looking for pictures in " + String.join(", ", pictures));
      try (PictureSource source =
          PictureSources.open(pictures, recipe.pictures().openOptions(progress))) {
        Engine.start();
        CropSheet sheet = new CropSheetMaker(source, recipe, epoch).sheet(count);
        byte[] file =
            page ? CropPage.render(sheet).getBytes(StandardCharsets.UTF_8) : CropPicture.png(sheet);
        WholeFile.write(out, file);
        progress.say(
            "The crops of %d of %,d pictures are in %s"
                .formatted(sheet.rows().size(), source.size(), out));
      }
    }
    return ExitCode.GOOD;
  }

  private boolean isPage() {
    String ending = OutFile.ending(out, ".png", ".html");
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw CommandException.usage(
          "--out is %s, but there is no folder %s: make it first".formatted(out, parent));
    }
    return ending.equals(".html");
  }

  private void checkNumbers() {
    if (count < 1 || count > MOST_PICTURES) {
      throw CommandException.usage(
          "--pictures is %d: it takes a number from 1 to %d".formatted(count, MOST_PICTURES));
    } else if (epoch < 0) {
      throw CommandException.usage("--epoch is %d: epochs begin at 0".formatted(epoch));
    }
  }
}
