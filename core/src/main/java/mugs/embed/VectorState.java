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
    Map<String, Object> settings,
    int done,
    long rows,
    int skipped,
    long vectorBytes,
    long pathBytes,
    long skippedBytes) {
  private static final int FORMAT = 1;
  private static final String DEVICE = "device";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Returns that of files that were not begun. */
  static VectorState none(Map<String, ?> settings) {
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
      throw unusable(files, e);
    }
    throw unusable(files, new IOException("another format"));
  }

  private static IOException unusable(VectorFiles files, IOException cause) {
    return new IOException(
        "%s cannot be gone on with: delete %s, which is damaged or of another version, and the files beside it that end in .part"
            .formatted(files.vectors(), files.state()),
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
   * @return what stands beside them
   * @throws IOException naming the first setting that differs
   */
  static WholeVectors checkWhole(VectorFiles files, Map<String, ?> settings) throws IOException {
    JsonNode about;
    try {
      about = JSON.readTree(files.about().toFile());
    } catch (IOException e) {
      throw new IOException(
          "%s is there already, and %s does not tell how it was made: give another name, or delete it"
              .formatted(files.vectors(), files.about()),
          e);
    }
    Map<String, Object> found = new LinkedHashMap<>();
    about.properties().forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));
    checkSame(files.vectors(), found, settings);
    return new WholeVectors(
        about.path("vectors").asLong(),
        about.path("width").asInt(),
        about.path("skippedPictures").asInt());
  }

  /**
   * Checks that work goes on as it was begun. Numbers and truth values may stand there as text, as
   * older versions wrote them; what computed they did not tell, it was the processor.
   *
   * @param file to name
   * @throws IOException naming the first setting that differs
   */
  static void checkSame(Path file, Map<String, Object> before, Map<String, ?> settings)
      throws IOException {
    for (Map.Entry<String, ?> setting : settings.entrySet()) {
      String unsaid = setting.getKey().equals(DEVICE) ? "cpu" : "unknown";
      String found = String.valueOf(before.getOrDefault(setting.getKey(), unsaid));
      if (!found.equals(String.valueOf(setting.getValue()))) {
        throw new IOException(
            "%s was begun with %s %s, not %s: give the same again, or another file"
                .formatted(file, setting.getKey(), found, setting.getValue()));
      }
    }
  }
}
