package mugs.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the rows of a manifest, each as values by the names of their columns, in order. */
final class ManifestRows {
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxStringLength(1 << 20).build();
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(LIMITS).build();
  private static final CsvMapper CSV =
      CsvMapper.builder(CsvFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .build();

  private ManifestRows() {}

  /** Takes a row. */
  @FunctionalInterface
  interface Taker {
    /** Takes values by column; the number of the row is from 1, the header not counted. */
    void take(long row, Map<String, String> values) throws IOException;
  }

  /**
   * Reads a file of values separated by commas, semicolons or tabs, whichever its first line has
   * most of. The first line names the columns.
   *
   * @throws NoPicturesException if quotes do not end, or a row has more values than the header
   */
  static void csv(Path file, Taker taker) throws IOException {
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator(file));
    long row = 0;
    try (MappingIterator<List<String>> rows =
        CSV.readerForListOf(String.class).with(schema).readValues(file.toFile())) {
      if (!rows.hasNextValue()) {
        return;
      }
      List<String> header = rows.nextValue().stream().map(String::strip).toList();
      while (rows.hasNextValue()) {
        row++;
        List<String> values = rows.nextValue();
        if (values.size() > header.size()) {
          throw new NoPicturesException(
              "row %d of %s has %d values, but its header names %d columns; mend it"
                  .formatted(row, file, values.size(), header.size()));
        }
        Map<String, String> byColumn = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
          byColumn.put(header.get(i), String.valueOf(values.get(i)));
        }
        taker.take(row, byColumn);
      }
    } catch (JsonProcessingException e) {
      throw broken(file, e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static char separator(Path file) throws IOException {
    byte[] head = Compression.NONE.head(file, 1 << 14);
    String first = new String(head, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    char most = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(first, candidate) > count(first, most)) {
        most = candidate;
      }
    }
    return most;
  }

  private static long count(String line, char character) {
    return line.chars().filter(c -> c == character).count();
  }

  /**
   * Reads a file of one JSON object a row; fields that are nested, fractions or null are left out.
   *
   * @throws NoPicturesException if it is broken, or a row is no object
   */
  static void jsonLines(Path file, Taker taker) throws IOException {
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      long row = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        row++;
        if (token != JsonToken.START_OBJECT) {
          throw new NoPicturesException(
              "row %d of %s is no JSON object, such as {\"path\": \"a.jpg\", \"label\": \"cat\"}"
                  .formatted(row, file));
        }
        Map<String, String> values = new LinkedHashMap<>();
        SampleLabels.readFields(
            parser,
            new SampleLabels.Taker() {
              @Override
              public void label(String level, String value) {
                values.put(level, value);
              }

              @Override
              public void levels(List<String> names) {
                // all columns of a manifest are asked
              }
            });
        taker.take(row, values);
      }
    } catch (JsonProcessingException e) {
      throw broken(file, e);
    }
  }

  private static NoPicturesException broken(Path file, JsonProcessingException e) {
    long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    String reason = e.getOriginalMessage().lines().collect(Collectors.joining(" "));
    return new NoPicturesException(
        "the manifest %s is broken at line %d: %s; mend it".formatted(file, line, reason));
  }
}
