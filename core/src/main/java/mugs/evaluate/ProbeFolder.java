package mugs.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import mugs.embed.WeightsFile;
import mugs.engine.FileFailure;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.WholeFile;
import mugs.train.RunFolder;
import mugs.train.RunFolderException;
import org.bytedeco.pytorch.Tensor;

/**
 * The folder of a probe that trains: the settings that decide on its result, the events, and the
 * last state, from which it goes on. Each file is there as a whole or not at all.
 *
 * @param path of the folder
 */
public record ProbeFolder(Path path) {
  private static final String SETTINGS = RunFolder.PROBE_SETTINGS;
  private static final String STATE = "state.safetensors";
  private static final String EVENTS = "events.jsonl";
  private static final String RESULTS = RunFolder.PROBE_RESULTS;
  private static final String PROGRESS = "progress";
  private static final String UNREADABLE = "unreadable";
  private static final TypeReference<TreeMap<Integer, String>> REASONS = new TypeReference<>() {};
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Settings that folders of earlier versions do not tell, so that nothing can be held to them. */
  private static final Set<String> UNKNOWN_BEFORE = Set.of("tested", "mostBytes");

  /**
   * How far training had come when its state was written.
   *
   * @param steps done
   * @param seconds of training, over all restarts
   * @param waitedSeconds of these, waiting for data
   * @param eventBytes length of the events until then
   */
  record Progress(long steps, double seconds, double waitedSeconds, long eventBytes) {
    static final Progress NONE = new Progress(0, 0, 0, 0);
  }

  /**
   * A state that was written.
   *
   * @param progress when it was
   * @param tensors of it, in the scope of who read it
   * @param unreadable pictures that could not be read until then, reasons by index
   */
  record Stored(
      Progress progress, Map<String, Tensor> tensors, SortedMap<Integer, String> unreadable) {}

  /**
   * Returns whether a probe can begin in a folder: it is not there, or empty but for what a process
   * that was killed had written of its settings.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean isFree(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return !Files.exists(path);
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.allMatch(partOfSettings(path)::equals);
    }
  }

  private static Path partOfSettings(Path path) {
    return WholeFile.partOf(path.resolve(SETTINGS));
  }

  /**
   * Begins a folder.
   *
   * @param path of the folder, which must be free
   * @param settings all that decides on the result, by name
   * @throws RunFolderException if there is something in it
   * @throws IOException if it cannot be written
   */
  public static ProbeFolder create(Path path, Map<String, ?> settings) throws IOException {
    if (isFree(path)) {
      Files.deleteIfExists(partOfSettings(path));
    }
    ProbeFolder folder = new ProbeFolder(RunFolder.create(path).path());
    folder.write(SETTINGS, settings);
    return folder;
  }

  /**
   * Finds a folder that was begun with the same settings.
   *
   * @param path of the folder
   * @param settings all that decides on the result, by name
   * @throws RunFolderException if there is none, or its settings are others; the message names them
   * @throws IOException if it cannot be read
   */
  public static ProbeFolder resume(Path path, Map<String, ?> settings) throws IOException {
    Path file = path.resolve(SETTINGS);
    if (!Files.isRegularFile(file)) {
      throw new RunFolderException(
          "%s holds no probe that was begun (no %s): begin one without --resume"
              .formatted(path, SETTINGS));
    }
    JsonNode then = read(file);
    JsonNode now = JSON.readTree(JSON.writeValueAsString(settings));
    TreeSet<String> names = new TreeSet<>();
    then.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!then.has(name) && UNKNOWN_BEFORE.contains(name)) {
        continue;
      }
      if (!then.path(name).equals(now.path(name))) {
        throw new RunFolderException(
            "%s was begun with %s %s, not %s: give the same settings, or begin another folder"
                .formatted(path, name, shown(then.path(name)), shown(now.path(name))));
      }
    }
    return new ProbeFolder(path);
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "left out" : value.toString();
  }

  /** Returns where the events go. */
  public Path events() {
    return path.resolve(EVENTS);
  }

  /** Returns where the weights of a network that was tuned go. */
  public Path weights() {
    return path.resolve(WeightsFile.NAME);
  }

  /** Returns where the results go. */
  public Path results() {
    return path.resolve(RESULTS);
  }

  /**
   * Reads the results; empty if there are none yet.
   *
   * @throws IOException if they cannot be read
   */
  public Optional<JsonNode> readResults() throws IOException {
    return Files.exists(results()) ? Optional.of(read(results())) : Optional.empty();
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException("cannot use " + file + ": " + FileFailure.reason(e), e);
    }
  }

  /**
   * Writes the results.
   *
   * @param results by name
   * @throws IOException if they cannot be written
   */
  public void writeResults(Map<String, ?> results) throws IOException {
    write(RESULTS, results);
  }

  private void write(String name, Map<String, ?> content) throws IOException {
    WholeFile.write(path.resolve(name), JSON.writeValueAsString(content) + "\n");
  }

  /** Writes a state in the place of the last one. */
  void writeState(Stored state) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(PROGRESS, JSON.writeValueAsString(state.progress));
    metadata.put(UNREADABLE, JSON.writeValueAsString(state.unreadable));
    SafetensorsWriter.write(path.resolve(STATE), state.tensors, metadata);
  }

  /** Reads the last state, into the scope of the caller; empty if none was written. */
  Optional<Stored> readState() throws IOException {
    Path file = path.resolve(STATE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      Progress progress =
          JSON.readValue(reader.metadata().getOrDefault(PROGRESS, ""), Progress.class);
      SortedMap<Integer, String> unreadable =
          JSON.readValue(reader.metadata().getOrDefault(UNREADABLE, "{}"), REASONS);
      return Optional.of(new Stored(progress, reader.readAll(), unreadable));
    } catch (JsonProcessingException e) {
      throw new IOException("cannot use " + file + ": " + FileFailure.reason(e), e);
    }
  }
}
