package mugs.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mugs.engine.WholeFile;

/**
 * How far files of vectors have come, as it stands beside them until they are whole.
 *
 * @param format of this record
 * @param settings by which the vectors are made
 * @param done pictures, from the first of the source
 * @param rows written
 * @param skipped pictures that could not be read
 * @param vectorBytes of the file of vectors that are good
 * @param pathBytes of the file of paths that are good
 * @param skippedBytes of the file of skipped pictures that are good
 */
record VectorState(
    int format,
    Map<String, String> settings,
    int done,
    long rows,
    int skipped,
    long vectorBytes,
    long pathBytes,
    long skippedBytes) {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Returns that of files that were not begun. */
  static VectorState none(Map<String, String> settings) {
    return new VectorState(FORMAT, new LinkedHashMap<>(settings), 0, 0, 0, 0, 0, 0);
  }

  /** Returns that of files that have come so far. */
  VectorState at(
      int done, long rows, int skipped, long vectorBytes, long pathBytes, long skippedBytes) {
    return new VectorState(
        format, settings, done, rows, skipped, vectorBytes, pathBytes, skippedBytes);
  }

  /** Returns it of files that were begun and are not whole. */
  static Optional<VectorState> read(VectorFiles files) throws IOException {
    if (!Files.exists(files.state())) {
      return Optional.empty();
    }
    try {
      VectorState state = JSON.readValue(files.state().toFile(), VectorState.class);
      if (state.format == FORMAT && state.settings != null) {
        return Optional.of(state);
      }
    } catch (JsonProcessingException e) {
      throw unusable(files.state(), e);
    }
    throw unusable(files.state(), new IOException("another format"));
  }

  private static IOException unusable(Path file, IOException cause) {
    return new IOException(
        file + " cannot be used to go on: delete it, and the files beside it that end in .part",
        cause);
  }

  void write(VectorFiles files) throws IOException {
    WholeFile.write(files.state(), JSON.writeValueAsString(this) + "\n");
  }

  /** Writes beside the vectors how they were made. */
  static void writeAbout(VectorFiles files, Map<String, Object> about) throws IOException {
    WholeFile.write(files.about(), JSON.writeValueAsString(about) + "\n");
  }

  /**
   * Checks that vectors would be made as those in files that are whole.
   *
   * @return how many vectors there are
   * @throws IOException naming the first setting that differs
   */
  static long checkWhole(VectorFiles files, Map<String, String> settings) throws IOException {
    JsonNode about;
    try {
      about = JSON.readTree(files.about().toFile());
    } catch (IOException e) {
      throw new IOException(
          "%s is there already, and %s does not tell how it was made: give another name, or delete it"
              .formatted(files.vectors(), files.about()),
          e);
    }
    Map<String, String> found = new LinkedHashMap<>();
    about.properties().forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));
    checkSame(files.vectors(), found, settings);
    return about.path("vectors").asLong();
  }

  /**
   * Checks that work goes on as it was begun.
   *
   * @param file to name
   * @throws IOException naming the first setting that differs
   */
  static void checkSame(Path file, Map<String, String> before, Map<String, String> settings)
      throws IOException {
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String found = before.getOrDefault(setting.getKey(), "unknown");
      if (!found.equals(setting.getValue())) {
        throw new IOException(
            "%s was begun with %s %s, not %s: give the same again, or another file"
                .formatted(file, setting.getKey(), found, setting.getValue()));
      }
    }
  }
}
