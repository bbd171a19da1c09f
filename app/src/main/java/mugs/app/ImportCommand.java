package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import mugs.engine.Engine;
import mugs.exchange.ForeignFile;
import mugs.exchange.ImportOptions;
import mugs.exchange.ImportedWeights;
import mugs.exchange.TrainingCheckpoint;
import mugs.train.RunFolder;
import mugs.vit.VitSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs import}. */
@Command(
    name = "import",
    description = {
      "Make weights that another program trained into a weights file of this one: a training"
          + " checkpoint or backbone of Mugs' authors, DINO, iBOT, DINOv2 without registers, timm's"
          + " vision transformers; as safetensors or written by torch.save. Nothing in the file is"
          + " executed.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs import mugs_vit_small_backbone_100ep.pth --out vit-s16.safetensors",
      "  mugs import checkpoint.pth --network student --out student.safetensors",
      "  mugs import checkpoint.pth --state --recipe vit-s16-300ep --out runs/continued"
    })
final class ImportCommand extends Subcommand {
  private static final int SHOWN = 4;

  @Parameters(paramLabel = "WEIGHTS", description = "The file of the other program.")
  private Path weights = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The weights file to write, with --state the folder; it must not exist.")
  private Path out = Path.of("");

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Which network of several, by a word of its name such as student (default: the teacher,"
              + " or the only one).")
  private Optional<String> network = Optional.empty();

  @Option(
      names = "--heads",
      paramLabel = "N",
      description =
          "Heads of attention, which only a file of this program tells (default: the width / 64; 16"
              + " where it is 1,280).")
  private Optional<Integer> heads = Optional.empty();

  @Option(
      names = "--layer-norm-epsilon",
      paramLabel = "E",
      defaultValue = "1e-6",
      description = "Added to variances, which no file tells (default: ${DEFAULT-VALUE}).")
  private double epsilon;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "0.485,0.456,0.406",
      description =
          "Mean of its pictures' colours, which no file tells (default: ImageNet's,"
              + " ${DEFAULT-VALUE}; some of timm's have 0.5,0.5,0.5).")
  private List<Double> mean = List.of();

  @Option(
      names = "--deviation",
      paramLabel = "R,G,B",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "0.229,0.224,0.225",
      description = "Deviation of its pictures' colours (default: ${DEFAULT-VALUE}).")
  private List<Double> deviation = List.of();

  @Option(
      names = "--state",
      description =
          "Of a training checkpoint of Mugs' authors take everything (both networks, heads, queues,"
              + " memories, centre, optimiser): --out becomes the folder of a run, which mugs"
              + " pretrain --resume goes on with.")
  private boolean state;

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "vit-s16-100ep",
      description =
          "With --state: settings that the checkpoint does not tell (default: ${DEFAULT-VALUE}).")
  private String recipe = "";

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "With --state: steps that were done (default: what its optimiser counted).")
  private Optional<Long> steps = Optional.empty();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ImportOptions options = options();
    if (state) {
      return continued(options);
    }
    if (assignments.toArray().length > 0 || steps.isPresent() || isGiven("--recipe")) {
      throw CommandException.usage(
          "--set, --steps and --recipe are for a run that goes on: give --state too");
    }
    checkOut();
    OutFile.makeFolder("--out", out);
    Engine.start();
    try (ImportedWeights imported = ImportedWeights.read(weights, options)) {
      imported.write(out);
      if (json) {
        out().println(JsonMapper.builder().build().writeValueAsString(fields(imported)));
      } else {
        tell(imported);
      }
    }
    return ExitCode.GOOD;
  }

  private int continued(ImportOptions options) throws IOException {
    if (network.isPresent()) {
      throw CommandException.usage("--state takes both networks: leave --network out");
    }
    for (String option : List.of("--mean", "--deviation", "--layer-norm-epsilon")) {
      if (isGiven(option)) {
        throw CommandException.usage(
            option
                + " has no effect with --state: leave it out; --set pictures.mean and"
                + " pictures.deviation say how pictures are normalised");
      }
    }
    if (steps.isPresent() && steps.get() < 1) {
      throw CommandException.usage("--steps is %d: it takes 1 or more".formatted(steps.get()));
    }
    TrainingCheckpoint.Continuation wanted =
        new TrainingCheckpoint.Continuation(
            options,
            recipe,
            List.of(assignments.toArray()),
            steps.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    boolean existed = Files.exists(out);
    TrainingCheckpoint.Imported imported;
    RunFolder folder = RunFolder.create(out);
    try {
      imported = TrainingCheckpoint.toRun(weights, wanted, folder);
    } catch (IOException | RuntimeException e) {
      if (!existed) {
        Files.deleteIfExists(out);
      }
      throw e;
    }
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("from", weights.toString());
      fields.put("steps", imported.steps());
      fields.put("tensors", imported.tensors());
      fields.put("out", out.toString());
      out().println(JsonMapper.builder().build().writeValueAsString(fields));
    } else {
      line("from", weights.toString());
      line("steps", String.format(Locale.ROOT, "%,d done", imported.steps()));
      line("tensors", String.format(Locale.ROOT, "%,d", imported.tensors()));
      line(
          "written",
          out + ", a run; look at its recipe.yaml: a checkpoint does not tell all of it");
      line("go on", "mugs pretrain PICTURES --resume --out " + ShellWord.of(out));
    }
    return ExitCode.GOOD;
  }

  private ImportOptions options() {
    if (!Files.exists(weights)) {
      throw CommandException.usage(weights + ": no such file");
    } else if (Files.isDirectory(weights)) {
      throw CommandException.usage(weights + " is a folder: give a file of weights");
    }
    checkColours("--mean", mean, true);
    checkColours("--deviation", deviation, false);
    try {
      return new ImportOptions(
          network,
          heads.map(OptionalInt::of).orElseGet(OptionalInt::empty),
          epsilon,
          mean,
          deviation);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private void checkOut() {
    if (Files.exists(out)) {
      throw CommandException.usage(
          "--out %s exists already: give a file that does not".formatted(out));
    }
  }

  private static void checkColours(String option, List<Double> values, boolean zeroToo) {
    if (values.size() != 3
        || values.stream().anyMatch(v -> !(v <= 1 && (v > 0 || (zeroToo && v == 0))))) {
      throw CommandException.usage(
          "%s is %s: it takes three numbers from 0 to 1%s, of red, green and blue, such as %s"
              .formatted(
                  option,
                  values.stream().map(Object::toString).collect(Collectors.joining(",")),
                  zeroToo ? "" : ", each above 0",
                  zeroToo ? "0.485,0.456,0.406" : "0.229,0.224,0.225"));
    }
  }

  private void tell(ImportedWeights imported) {
    line("from", weights + ": " + imported.origin());
    VitSettings vit = imported.settings();
    line(
        "backbone",
        "%d wide, %d blocks, %d heads%s, patches of %d pixels, pictures of %d"
            .formatted(
                vit.width(),
                vit.blocks(),
                vit.heads(),
                heads.isPresent() || imported.toldHeads()
                    ? ""
                    : " (by its width, unless --heads says otherwise)",
                vit.patchSize(),
                vit.imageSize()));
    line("tensors", String.format(Locale.ROOT, "%,d", imported.tensors().size()));
    if (imported.scaled() > 0) {
      line("layer scale", imported.scaled() + " multiplied into the layers before them");
    }
    if (!imported.leftOut().isEmpty()) {
      line("left out", inWords(imported.leftOut()));
    }
    line("written", out.toString());
  }

  private static String inWords(List<String> names) {
    return names.stream().limit(SHOWN).map(ForeignFile::printable).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "")
        + ", which have no part in its features";
  }

  private void line(String head, String words) {
    if (!quiet()) {
      out().println(String.format(Locale.ROOT, "%-12s%s", head, words));
    }
  }

  private Map<String, Object> fields(ImportedWeights imported) {
    VitSettings vit = imported.settings();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", weights.toString());
    fields.put("origin", imported.origin());
    fields.put("network", imported.network());
    fields.put("imageSize", vit.imageSize());
    fields.put("patchSize", vit.patchSize());
    fields.put("width", vit.width());
    fields.put("blocks", vit.blocks());
    fields.put("heads", vit.heads());
    fields.put("channels", vit.channels());
    fields.put("layerNormEpsilon", vit.layerNormEpsilon());
    fields.put("tensors", imported.tensors().size());
    fields.put("layerScales", imported.scaled());
    fields.put("leftOut", imported.leftOut());
    fields.put("out", out.toString());
    return fields;
  }
}
