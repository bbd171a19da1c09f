package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.embed.Embedder;
import mugs.embed.VectorFileWriter;
import mugs.embed.VectorFiles;
import mugs.embed.VectorFormat;
import mugs.embed.WeightsFile;
import mugs.embed.WholeVectors;
import mugs.engine.Engine;
import mugs.engine.Sha256;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs embed}. */
@Command(
    name = "embed",
    description = {
      "Turn pictures into vectors by a trained network, one a picture, in the order of the pictures.",
      "",
      "F.npy is written with F.npy.paths.txt beside it, a path a line; F.csv, F.jsonl and"
          + " F.parquet hold the paths themselves. F.npy.json tells how the vectors were made, F.npy.skipped.tsv which"
          + " pictures could not be read; beside F.csv they are F.csv.json and F.csv.skipped.tsv.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs embed photos/ --weights runs/photos/best --out photos.npy",
      "  mugs embed photos/ --weights runs/photos --out photos.csv --unit-length --token mean-patch",
      "  mugs embed photos/ --weights runs/photos/best --out photos.parquet",
      "  mugs embed photos/ --weights runs/photos/best --out photos.npy --resume"
    })
final class EmbedCommand extends Subcommand {
  private static final long MEGABYTE = 1_000_000;

  /** The types of the values in a file. */
  enum Values {
    /** 4 bytes each. */
    FLOAT32,
    /** 2 bytes each, 3 digits. */
    FLOAT16
  }

  @Parameters(paramLabel = "PICTURES", arity = "1..*", description = PICTURES)
  private List<String> pictures = List.of();

  @Mixin private WeightsOption weightsOption = new WeightsOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write, one that is not there yet: .npy, .csv, .jsonl or .parquet.")
  private Path out = Path.of("");

  @Mixin private VectorOptions vectorOptions = new VectorOptions();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description = "Type of the values in the file: float32 (the default) or float16.")
  private Values type = Values.FLOAT32;

  @Option(
      names = "--resume",
      description =
          "Go on with a file that was begun, killed or stopped; begin one if there is none.")
  private boolean resume;

  @Option(
      names = "--max-megabytes",
      paramLabel = "MB",
      defaultValue = "64",
      description = "A larger picture file is skipped (default: ${DEFAULT-VALUE}).")
  private int maxMegabytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that read and decode; 0: one for each processor (the default).")
  private int threads;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    VectorFormat format = format();
    checkRange("--max-megabytes", maxMegabytes, 1, 2000);
    checkRange("--threads", threads, 0, 1024);
    vectorOptions.check();
    VectorFiles files = new VectorFiles(out);
    checkFree(files);
    Path file = WeightsFile.find(weightsOption.named());
    try (ProgressLine progress = progress();
        Embedder embedder = Embedder.load(file, vectorOptions.options())) {
      progress.say("Looking for pictures in " + String.join(", ", pictures));
      OpenOptions options =
          new OpenOptions(maxMegabytes * MEGABYTE, OpenOptions.DEFAULT.shuffleBuffer(), progress);
      try (PictureSource source = PictureSources.open(pictures, options)) {
        Map<String, Object> settings = settings(file, embedder, source);
        if (isWhole(files)) {
          return tellWhole(VectorFileWriter.checkSame(files, settings));
        }
        VectorFileWriter.Layout layout =
            new VectorFileWriter.Layout(embedder.width(), type == Values.FLOAT16);
        try (VectorFileWriter writer = VectorFileWriter.open(files, format, layout, settings)) {
          int decoding = threads > 0 ? threads : Engine.processors();
          return embed(
              new Embedding(source, embedder, decoding, writer, progress), file, writer, progress);
        }
      }
    }
  }

  private int tellWhole(WholeVectors whole) throws JsonProcessingException {
    if (json) {
      print(result(whole, true, 0, 0));
    } else {
      out()
          .println(
              "%s is whole with %s, there is nothing left to do"
                  .formatted(out, Counted.of(whole.vectors(), "vector")));
    }
    warnOfSkipped(whole.skippedPictures(), true);
    return ExitCode.GOOD;
  }

  private VectorFormat format() {
    String[] endings =
        Arrays.stream(VectorFormat.values()).map(VectorFormat::ending).toArray(String[]::new);
    String ending = OutFile.ending(out, endings);
    return Arrays.stream(VectorFormat.values())
        .filter(format -> format.ending().equals(ending))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isWhole(VectorFiles files) {
    return Files.exists(files.vectors()) && !Files.exists(files.state());
  }

  private void checkFree(VectorFiles files) {
    if (Files.exists(files.state())) {
      if (!resume) {
        throw CommandException.usage(
            "%s was begun and is not whole: go on with --resume, or delete %s"
                .formatted(out, files.state()));
      }
    } else if (!resume || !Files.exists(out)) { // to resume what is whole does nothing
      files
          .present()
          .ifPresent(
              file -> {
                throw CommandException.usage(
                    "%s is there already: give --out another name, or delete it".formatted(file));
              });
    }
  }

  /** What decides on the vectors, and so has to be the same when work is resumed. */
  private Map<String, Object> settings(Path file, Embedder embedder, PictureSource source)
      throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("weightsSha256", Sha256.of(file));
    settings.put("token", vectorOptions.tokenName());
    settings.put("unitLength", embedder.options().unitLength());
    settings.put("size", embedder.size());
    settings.put("precision", vectorOptions.precisionName());
    settings.put("device", embedder.options().device().isCuda() ? "cuda" : "cpu"); // any GPU
    settings.put("type", type.name().toLowerCase(Locale.ROOT));
    settings.put("pictures", source.name());
    settings.put("pictureCount", source.size());
    settings.put("picturesFingerprint", source.fingerprint());
    return settings;
  }

  private int embed(Embedding embedding, Path file, VectorFileWriter writer, ProgressLine progress)
      throws IOException {
    if (writer.doneBefore() > 0) {
      progress.say("Going on after " + Counted.of(writer.doneBefore(), "picture"));
    }
    Embedding.Outcome outcome;
    try (StopOnSignal.Work work =
        signals()
            .during(
                () -> {
                  progress.say("Stopping after this batch; what is done is kept");
                  embedding.stop();
                })) {
      outcome =
          embedding.run(
              Map.of(
                  "weights",
                  weightsOption.named().toString(),
                  "weightsFile",
                  file.toRealPath().toString()));
    }
    progress.close();
    if (json) {
      print(
          result(
              new WholeVectors(writer.rows(), outcome.width(), writer.skipped()),
              outcome.complete(),
              outcome.seconds(),
              outcome.imagesPerSecond()));
    } else {
      out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s%s of %s in %s: %s",
                  outcome.complete() ? "" : "Stopped after ",
                  Counted.of(writer.rows(), "vector"),
                  Counted.of(outcome.width(), "value"),
                  ProgressLine.duration(outcome.seconds()),
                  out));
      out().flush();
    }
    warnOfSkipped(writer.skipped(), outcome.complete());
    if (!outcome.complete()) {
      progress.say("To go on give the same command with --resume");
    }
    return ExitCode.GOOD;
  }

  /** Said even where nothing but results is wanted: some vectors are not there. */
  private void warnOfSkipped(int skipped, boolean complete) {
    if (skipped > 0) {
      err()
          .println(
              "Warning: %s could not be read and %s left out%s"
                  .formatted(
                      Counted.of(skipped, "picture"),
                      skipped == 1 ? "is" : "are",
                      complete ? ", see " + new VectorFiles(out).skipped() : ""));
      err().flush();
    }
  }

  private Map<String, Object> result(
      WholeVectors vectors, boolean complete, double seconds, double imagesPerSecond) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("out", out.toString());
    result.put("vectors", vectors.vectors());
    result.put("width", vectors.width());
    result.put("skippedPictures", vectors.skippedPictures());
    result.put("complete", complete);
    result.put("seconds", seconds);
    result.put("imagesPerSecond", imagesPerSecond);
    return result;
  }

  private void print(Map<String, Object> result) throws JsonProcessingException {
    out().println(JsonMapper.builder().build().writeValueAsString(result));
  }
}
