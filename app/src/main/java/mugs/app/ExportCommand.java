package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.embed.WeightsFile;
import mugs.exchange.Difference;
import mugs.exchange.ExportFormat;
import mugs.exchange.ExportOptions;
import mugs.exchange.WeightsExport;
import mugs.train.Spelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs export}. */
@Command(
    name = "export",
    description = {
      "Write weights for another program, with a model card beside them. The file is read back,"
          + " run on random pixels and compared with this program's own network before it gets its"
          + " name.",
      "",
      "safetensors: all of the weights, for this program. timm: the backbone, named as timm names"
          + " it. torchscript: a network for libtorch and PyTorch. onnx: a network for ONNX Runtime"
          + " and others, operator set 17, any number of pictures of one size. The last two give the"
          + " class token after the final normalisation, and all tokens if asked.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs export runs/mine/best --format safetensors --out mine.safetensors",
      "  mugs export runs/mine/best --format timm --out mine-timm.safetensors",
      "  mugs export runs/mine/best --format torchscript --out mine.pt --unit-length",
      "  mugs export runs/mine/best --format onnx --out mine.onnx --size 224"
    })
final class ExportCommand extends Subcommand {

  @Parameters(
      paramLabel = "WEIGHTS",
      description = "A weights file, a checkpoint or a run (RUN/best is its best checkpoint).")
  private Path weights = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "safetensors, timm, torchscript or onnx.")
  private String format = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "The file to write, .safetensors, .pt or .onnx; it must be new. Its model card is"
              + " FILE.md.")
  private Path out = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Fit the positions to pictures of N x N pixels (default: the size of the training).")
  private Optional<Integer> size = Optional.empty();

  @Option(names = "--unit-length", description = "Let a network give class tokens of unit length.")
  private boolean unitLength;

  @Option(
      names = "--licence",
      paramLabel = "NAME",
      description = "Licence of the weights, for the model card (default: not stated).")
  private Optional<String> licence = Optional.empty();

  @Option(
      names = "--check",
      paramLabel = "FILE.safetensors",
      description =
          "Also write random pixels and the tokens that belong to them, for another program to"
              + " compare with.")
  private Optional<Path> check = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ExportOptions options = options();
    OutFile.ending(out, options.format().ending());
    check.ifPresent(file -> OutFile.ending("--check", file, ".safetensors"));
    Path whole = out.toAbsolutePath().normalize();
    if (check.map(file -> file.toAbsolutePath().normalize()).filter(whole::equals).isPresent()) {
      throw CommandException.usage("--check and --out are both %s: give two names".formatted(out));
    }
    checkNew("--out", out);
    checkNew("the model card", WeightsExport.cardOf(out));
    check.ifPresent(file -> checkNew("--check", file));
    WeightsFile.find(weights); // a slip of the hand makes no folder
    OutFile.makeFolder("--out", out);
    if (check.isPresent()) {
      OutFile.makeFolder("--check", check.get());
    }
    try (ProgressLine progress = progress()) {
      progress.say("Writing %s as %s, and reading it back".formatted(weights, format));
      tell(WeightsExport.write(weights, out, options), progress);
    }
    return ExitCode.GOOD;
  }

  private ExportOptions options() {
    ExportFormat known =
        ExportFormat.named(format)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "no format '%s'%s %s"
                            .formatted(
                                format,
                                Spelling.nearest(format, ExportFormat.words())
                                    .map(near -> ", did you mean '" + near + "'? There are")
                                    .orElse(": there are"),
                                String.join(", ", ExportFormat.words()))));
    try {
      return new ExportOptions(known, size, unitLength, licence, check);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static void checkNew(String what, Path file) {
    if (Files.exists(file)) {
      throw CommandException.usage(
          "%s is %s, which exists: give a new name, or move it away".formatted(what, file));
    }
  }

  private void tell(WeightsExport.Outcome outcome, ProgressLine progress) throws IOException {
    outcome.differences().forEach(difference -> progress.say("  " + difference.inWords()));
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("out", outcome.file().toString());
      result.put("card", outcome.card().toString());
      result.put("format", format);
      result.put("bytes", outcome.bytes());
      result.put("differences", outcome.differences().stream().map(ExportCommand::fields).toList());
      out().println(JsonMapper.builder().build().writeValueAsString(result));
    } else {
      List.of(outcome.file(), outcome.card()).forEach(out()::println);
      check.ifPresent(out()::println);
    }
  }

  private static Map<String, Object> fields(Difference difference) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("images", difference.images());
    fields.put("side", difference.side());
    fields.put("largest", difference.largest());
    fields.put("scale", difference.scale());
    return fields;
  }
}
