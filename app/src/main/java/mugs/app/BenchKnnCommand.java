package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import mugs.engine.Engine;
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
    footer = {"  mugs bench knn", "  mugs bench knn --rows 1000000 --queries 1000 --k 20 --json"})
final class BenchKnnCommand extends Subcommand {
  private static final double GIGA = 1e9;

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

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkRange("--rows", rows, 1, 10_000_000);
    checkRange("--queries", queries, 1, 10_000_000);
    checkRange("--width", width, 1, 1 << 16);
    checkRange("--k", k, 1, rows);
    int most = (Integer.MAX_VALUE - 8) / Math.max(width, k);
    if (Math.max(rows, queries) > most) {
      throw CommandException.usage(
          "%,d rows of %,d values do not fit into memory as one array: take fewer, %,d at most"
              .formatted(Math.max(rows, queries), Math.max(width, k), most));
    }
    KnnBenchmark.Result result;
    try (StopOnSignal.Work work =
        signals()
            .interrupting(
                () -> {
                  err().println("Stopping after this round");
                  err().flush();
                })) {
      result = KnnBenchmark.run(rows, queries, width, k);
    }
    if (json) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("rows", rows);
      found.put("queries", queries);
      found.put("width", width);
      found.put("k", k);
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
              "%,d queries among %,d rows of %d, %d neighbours: %.2f s, %,.0f queries/s, %.2f of the rate of large matrix products (%.0f GFLOP/s)%n",
              queries,
              rows,
              width,
              k,
              result.seconds(),
              queries / result.seconds(),
              result.sgemmShare(),
              result.sgemmPerSecond() / GIGA);
    }
    return ExitCode.GOOD;
  }
}
