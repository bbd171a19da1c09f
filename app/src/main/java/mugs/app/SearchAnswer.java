package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.embed.VectorIndex;
import mugs.measure.Neighbours;

/**
 * What a search found, as lines for people or as one JSON object.
 *
 * @param query whose neighbours were looked for, if it was one
 * @param kind of the rows, as JSON names them
 * @param rows that were found: fields by their names in JSON
 */
record SearchAnswer(Optional<String> query, String kind, List<Map<String, Object>> rows) {

  /** Returns that of the neighbours of a query. */
  static SearchAnswer nearest(String query, Neighbours found, IndexNames names) {
    return new SearchAnswer(
        Optional.of(query),
        "results",
        IntStream.range(0, found.count())
            .mapToObj(rank -> row(found.index(0, rank), found.similarity(0, rank), names))
            .toList());
  }

  /** Returns that of rows far from all others. */
  static SearchAnswer outliers(List<VectorIndex.Lonely> found, IndexNames names) {
    return new SearchAnswer(
        Optional.empty(),
        "outliers",
        found.stream().map(each -> row(each.row(), each.similarity(), names)).toList());
  }

  /** Returns that of pairs that are nearly the same. */
  static SearchAnswer pairs(List<VectorIndex.Pair> found, IndexNames names) {
    return new SearchAnswer(
        Optional.empty(), "pairs", found.stream().map(pair -> row(pair, names)).toList());
  }

  private static Map<String, Object> row(int row, float similarity, IndexNames names) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("path", names.name(row));
    result.put("row", row);
    result.put("similarity", similarity);
    return result;
  }

  private static Map<String, Object> row(VectorIndex.Pair pair, IndexNames names) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("path", names.name(pair.row()));
    result.put("other", names.name(pair.other()));
    result.put("similarity", pair.similarity());
    return result;
  }

  /**
   * Prints one JSON object.
   *
   * @param recall see {@link VectorIndex#recall}
   */
  void printJson(double recall, PrintWriter out) throws JsonProcessingException {
    Map<String, Object> answer = new LinkedHashMap<>();
    query.ifPresent(name -> answer.put("query", name));
    answer.put(kind, rows);
    answer.put("recall", recall);
    out.println(JsonMapper.builder().build().writeValueAsString(answer));
  }

  /** Prints a line a row. */
  void print(PrintWriter out) {
    for (Map<String, Object> row : rows) {
      if (row.get("similarity") instanceof Float cosine) {
        out.printf(Locale.ROOT, "%.4f  %s", cosine, row.get("path"));
      }
      if (row.containsKey("other")) {
        out.printf("  %s", row.get("other"));
      }
      out.println();
    }
  }
}
