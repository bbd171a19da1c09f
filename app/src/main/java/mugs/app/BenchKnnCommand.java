package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import mugs.embed.NpyRows;
import mugs.embed.VectorFileWriter;
import mugs.embed.VectorFiles;
import mugs.embed.VectorFormat;
import mugs.engine.Engine;
import mugs.measure.FeatureRows;
import mugs.measure.KnnBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mugs bench knn}. */
@Command(
    name = "knn",
    description = {
      "Time how fast nearest neighbours are found among made-up features, and compare that with"
          + " large matrix products.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs bench knn",
      "  mugs bench knn --rows 2000000 --queries 2000 --k 20 --on-disk --rounds 3 --json"
    })
final class BenchKnnCommand extends Subcommand {
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Rows that are searched (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Rows that are looked up (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "384",
      description = "Values of a row (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--k",
      paramLabel = "K",
      defaultValue = "200",
      description = "Neighbours of each (default: ${DEFAULT-VALUE}).")
  private int k;

  @Option(
      names = "--on-disk",
      description =
          "Search rows that lie in a file, as the features of evaluations do, instead of in memory;"
              + " it is deleted at the end.")
  private boolean onDisk;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Searches that are timed, after another (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    checkRange("--rows", rows, 1, 10_000_000);
    checkRange("--queries", queries, 1, 10_000_000);
    checkRange("--width", width, 1, 1 << 16);
    checkRange("--k", k, 1, rows);
    checkRange("--rounds", rounds, 1, 1000);
    checkFits("--queries", queries, Math.max(width, k));
    if (!onDisk) {
      checkFits("--rows", rows, width);
    }
    KnnBenchmark.Result result;
    try (ProgressLine progress = progress();
        Measuring work = new Measuring(progress, signals())) {
      FeatureRows asked = work.reading(KnnBenchmark.rows(queries, width, 2).toMatrix());
      FeatureRows made = KnnBenchmark.rows(rows, width, 1);
      if (onDisk) {
        try (FeatureFolder folder = FeatureFolder.temporary();
            NpyRows gallery = written(made, folder.path().resolve("rows.npy"), work)) {
          result = KnnBenchmark.run(gallery, asked, k, rounds);
        }
      } else {
        result = KnnBenchmark.run(made.toMatrix(), asked, k, rounds);
      }
    }
    if (json) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("rows", rows);
      found.put("queries", queries);
      found.put("width", width);
      found.put("k", k);
      found.put("onDisk", onDisk);
      found.put("rounds", rounds);
      found.put("blas", Engine.blas());
      found.put("seconds", result.seconds());
      found.put("queriesPerSecond", queries / result.seconds());
      found.put("sgemmShare", result.sgemmShare());
      found.put("sgemmGigaflops", result.sgemmPerSecond() / GIGA);
      found.put("peakResidentBytes", result.peakResidentBytes());
      out().println(JsonMapper.builder().build().writeValueAsString(found));
    } else {
      out()
          .printf(
              Locale.ROOT,
              "%,d queries among %,d rows of %d, %d neighbours: %.2f s, %,.0f queries/s, %.2f of the rate of large matrix products (%.0f GFLOP/s)%s%n",
              queries,
              rows,
              width,
              k,
              result.seconds(),
              queries / result.seconds(),
              result.sgemmShare(),
              result.sgemmPerSecond() / GIGA,
              result.peakResidentBytes() > 0
                  ? String.format(
                      Locale.ROOT, ", peak memory %.0f MB", result.peakResidentBytes() / MEGA)
                  : "");
    }
    return ExitCode.GOOD;
  }

  private static void checkFits(String option, int rows, int width) {
    int most = (Integer.MAX_VALUE - 8) / width;
    if (rows > most) {
      throw CommandException.usage(
          "%s is %d, but only %,d rows of %,d values fit into memory as one array: take fewer%s"
              .formatted(
                  option, rows, most, width, option.equals("--rows") ? ", or --on-disk" : ""));
    }
  }

  /** Writes rows into a file, to be read from there. */
  private static NpyRows written(FeatureRows rows, Path file, Measuring work) throws IOException {
    VectorFileWriter.Layout layout = new VectorFileWriter.Layout(rows.width(), false);
    float[] row = new float[rows.width()];
    try (VectorFileWriter writer =
        VectorFileWriter.open(new VectorFiles(file), VectorFormat.NPY, layout, Map.of())) {
      for (int i = 0; i < rows.rows(); i++) {
        int done = i;
        work.at(() -> String.format(Locale.ROOT, "%,d/%,d rows written", done, rows.rows()));
        rows.read(i, 1, row);
        writer.add(Integer.toString(i), row);
      }
      writer.finish(rows.rows(), Map.of());
    }
    return NpyRows.open(file, rows.rows(), rows.width());
  }
}
