package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.embed.EmbedBenchmark;
import mugs.embed.Embedder;
import mugs.engine.Engine;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs bench embed}. */
@Command(
    name = "embed",
    description = {
      "Time how fast pictures become vectors, with decoding and by the network alone, and compare"
          + " that with large matrix products.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs bench embed",
      "  mugs bench embed photos/ --weights runs/photos/best",
      "  mugs bench embed --recipe vit-b16-400ep --precision bfloat16"
    })
final class BenchEmbedCommand extends Subcommand {
  private static final double GIGA = 1e9;
  private static final String SAMPLE = "a made-up photo of 500 x 375 pixels";

  @Parameters(
      paramLabel = "PICTURES",
      arity = "0..*",
      description = {PICTURES, "Without any: " + SAMPLE + "."})
  private List<String> pictures = new ArrayList<>();

  @Option(
      names = "--weights",
      paramLabel = "WEIGHTS",
      description = "Whose network is measured, in place of the recipe's with random weights.")
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "vit-s16-100ep",
      description = "The recipe whose network is measured (default: ${DEFAULT-VALUE}).")
  private String nameOrFile = "";

  @Mixin private VectorOptions vectorOptions = new VectorOptions();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that decode; 0: one for each processor (the default).")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long a round takes; there are six (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw CommandException.usage(
          "--seconds is " + seconds + ": it takes a number above 0, up to 3600");
    }
    checkRange("--threads", threads, 0, 1024);
    vectorOptions.check();
    try (Embedder embedder = embedder()) {
      EmbedBenchmark benchmark = benchmark(embedder);
      tell(
          "%s pixels of %s"
              .formatted(
                  embedder.size(),
                  pictures.isEmpty() ? SAMPLE : Counted.of(benchmark.pictures(), "picture")));
      warnOfUnreadable(benchmark.unreadable());
      EmbedBenchmark.Result result;
      try (StopOnSignal.Work work =
          signals().interrupting(() -> tell("Stopping after this round"))) {
        result = benchmark.run(seconds);
      }
      if (json) {
        out().println(JsonMapper.builder().build().writeValueAsString(asJson(embedder, result)));
      } else {
        print(result);
      }
    }
    return ExitCode.GOOD;
  }

  private Embedder embedder() throws IOException {
    return weights.isPresent()
        ? Embedder.load(weights.get(), vectorOptions.options())
        : Embedder.untrained(Recipe.load(nameOrFile).network(), vectorOptions.options());
  }

  private EmbedBenchmark benchmark(Embedder embedder) throws IOException {
    int decoding = threads > 0 ? threads : Engine.processors();
    if (pictures.isEmpty()) {
      return EmbedBenchmark.ofSamplePhoto(embedder, decoding);
    }
    try (PictureSource source = PictureSources.open(pictures)) {
      return EmbedBenchmark.of(embedder, decoding, source);
    }
  }

  /** Said even where nothing but results is wanted: not all that was named is measured. */
  private void warnOfUnreadable(int unreadable) {
    if (unreadable > 0) {
      err()
          .println(
              "Warning: %s could not be read and %s left out"
                  .formatted(Counted.of(unreadable, "picture"), unreadable == 1 ? "is" : "are"));
      err().flush();
    }
  }

  private void tell(String line) {
    if (!json && !quiet()) {
      err().println(line);
      err().flush();
    }
  }

  private static Map<String, Object> asJson(Embedder embedder, EmbedBenchmark.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", embedder.size());
    json.put("width", embedder.width());
    json.put("device", embedder.options().device().inWords());
    json.put("blas", Engine.blas());
    json.put("imagesPerSecond", result.imagesPerSecond());
    json.put("networkImagesPerSecond", result.networkImagesPerSecond());
    json.put("sgemmShare", result.sgemmShare());
    json.put("networkSgemmShare", result.networkSgemmShare());
    json.put("sgemmGigaflops", result.sgemmPerSecond() / GIGA);
    json.put("gigaflopsPerImage", result.operationsPerImage() / GIGA);
    json.put("peakResidentBytes", result.peakResidentBytes());
    return json;
  }

  private void print(EmbedBenchmark.Result result) {
    out()
        .printf(
            Locale.ROOT,
            "with decoding  %8.2f images/s, %.2f of the rate of large matrix products (%.0f GFLOP/s)%n",
            result.imagesPerSecond(),
            result.sgemmShare(),
            result.sgemmPerSecond() / GIGA);
    out()
        .printf(
            Locale.ROOT,
            "network alone  %8.2f images/s, %.2f%n",
            result.networkImagesPerSecond(),
            result.networkSgemmShare());
    out()
        .printf(
            Locale.ROOT,
            "%.2f GFLOP an image; peak memory %.2f GB%n",
            result.operationsPerImage() / GIGA,
            result.peakResidentBytes() / GIGA);
  }
}
