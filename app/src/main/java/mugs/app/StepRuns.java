package mugs.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.measure.Median;

/**
 * Benchmarks of one step, run after one another, each in a process of its own: on a machine that is
 * shared one figure says little, its median and spread say how much.
 *
 * @param runs what each printed, at least one
 */
record StepRuns(List<JsonNode> runs) {
  private static final List<String> FIGURES =
      List.of("imagesPerSecond", "sgemmShare", "sgemmGigaflops", "peakResidentBytes");
  private static final double GIGA = 1e9;

  /** A figure of all runs. */
  private record Spread(double median, double least, double most) {
    static Spread of(List<Double> values) {
      return new Spread(Median.of(values), Collections.min(values), Collections.max(values));
    }
  }

  private Spread spread(String figure) {
    return Spread.of(runs.stream().map(run -> run.path(figure).asDouble()).toList());
  }

  /** Returns the medians under the names of a single run, the spread of each, and all runs. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name :
        List.of(
            "recipe",
            "batch",
            "microBatch",
            "workers",
            "threadsPerWorker",
            "device",
            "precision",
            "blas")) {
      fields.put(name, runs.get(0).path(name));
    }
    Map<String, Object> spreads = new LinkedHashMap<>();
    for (String figure : FIGURES) {
      Spread spread = spread(figure);
      fields.put(figure, spread.median());
      spreads.put(figure, Map.of("least", spread.least(), "most", spread.most()));
    }
    fields.put("spread", spreads);
    fields.put("runs", runs);
    return fields;
  }

  /** Prints a line a run, and the medians. */
  void print(PrintWriter out) {
    out.printf("%12s%12s%12s%12s%n", "images/s", "share", "GFLOP/s", "peak GB");
    for (JsonNode run : runs) {
      print(out, FIGURES.stream().mapToDouble(figure -> run.path(figure).asDouble()).toArray(), "");
    }
    List<Spread> spreads = FIGURES.stream().map(this::spread).toList();
    print(out, spreads.stream().mapToDouble(Spread::median).toArray(), "  median");
    print(out, spreads.stream().mapToDouble(Spread::least).toArray(), "  least");
    print(out, spreads.stream().mapToDouble(Spread::most).toArray(), "  most");
  }

  private static void print(PrintWriter out, double[] figures, String name) {
    out.printf(
        Locale.ROOT,
        "%12.2f%12.2f%12.0f%12.2f%s%n",
        figures[0],
        figures[1],
        figures[2],
        figures[3] / GIGA,
        name);
  }
}
