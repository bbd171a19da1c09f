package mugs.app.report;

import java.util.List;
import java.util.Optional;

/**
 * Runs side by side, as a page shows them.
 *
 * @param runs at least two
 * @param differences settings that are not the same in all
 * @param figures how the runs went
 * @param groups charts in sections; those without any points are left out
 */
public record Comparison(
    List<Run> runs, List<Row> differences, List<Row> figures, List<Group> groups) {

  /** Copies the lists. */
  public Comparison {
    runs = List.copyOf(runs);
    differences = List.copyOf(differences);
    figures = List.copyOf(figures);
    groups = List.copyOf(groups);
  }

  /**
   * A run.
   *
   * @param name that tells it from the others
   * @param path of its folder
   */
  public record Run(String name, String path) {}

  /**
   * One thing about all runs.
   *
   * @param name of the thing
   * @param values one for each run, in their order
   */
  public record Row(String name, List<String> values) {

    /** Copies the values. */
    public Row {
      values = List.copyOf(values);
    }
  }

  /**
   * Charts that belong together.
   *
   * @param title of the section
   * @param words below it; may be empty
   * @param charts of the section
   */
  public record Group(String title, String words, List<Chart> charts) {

    /** Copies the charts. */
    public Group {
      charts = List.copyOf(charts);
    }
  }

  /**
   * One thing over the runs' steps.
   *
   * @param name of the thing
   * @param unit of the values; may be empty
   * @param shares whether the values are shares, 0 to 1
   * @param lines step and value for each run, in their order; empty where a run has none
   * @param bound to compare with, if it is the same for all runs
   */
  public record Chart(
      String name,
      String unit,
      boolean shares,
      List<List<Point>> lines,
      Optional<Health.Bound> bound) {

    /** Copies the lines. */
    public Chart {
      lines = lines.stream().map(List::copyOf).toList();
    }
  }
}
