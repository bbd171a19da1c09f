package mugs.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mugs.embed.WeightsFile;
import mugs.engine.FileFailure;
import mugs.engine.WholeFile;

/**
 * The folder of a run: recipe, provenance, events, weights.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {
  /** The settings of a probe that trains, in whose folder this file lies and no recipe. */
  public static final String PROBE_SETTINGS = "settings.json";

  /** What such a probe found. */
  public static final String PROBE_RESULTS = "results.json";

  private static final String RECIPE = "recipe.yaml";
  static final String PROVENANCE = "provenance.json";
  private static final String EVENTS = "events.jsonl";
  private static final String PICTURES = "pictures.txt";
  private static final String LOG = "log.txt";
  private static final String SKIPPED = "skipped.tsv";
  private static final String TENSOR_BOARD = "tensorboard";
  private static final String PART = ".part";

  /** What a run writes before its recipe, and until that is whole. */
  private static final Set<String> BEGINNING =
      Set.of(EVENTS, PROVENANCE, PROVENANCE + PART, PICTURES, PICTURES + PART, RECIPE + PART);

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /**
   * Creates the folder of a new run.
   *
   * @throws RunFolderException if it exists and is not empty, or is a file
   * @throws IOException if it cannot be created
   */
  public static RunFolder create(Path path) throws IOException {
    checkFree(path);
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new IOException("cannot create the folder " + path + ": " + FileFailure.reason(e), e);
    }
    for (String name : BEGINNING) {
      Files.deleteIfExists(path.resolve(name));
    }
    return new RunFolder(path);
  }

  /**
   * Checks that a new run can go into a folder, and creates nothing. What a run left that never
   * began is not in its way: the list of skipped pictures, or what it had written when it was
   * killed before its recipe was whole.
   *
   * @throws RunFolderException if it exists and is not empty, or it or one above it is a file
   * @throws IOException if it cannot be read
   */
  public static void checkFree(Path path) throws IOException {
    Path existing = path.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new RunFolderException(existing + " is a file: give a folder that does not exist yet");
    } else if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      List<String> names =
          content
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.equals(SKIPPED))
              .toList();
      if (!names.isEmpty() && !isOfKilled(path, names)) {
        throw new RunFolderException(
            path + " is not empty: give a folder that does not exist yet, or empty this one");
      }
    }
  }

  /** Returns whether files are what a run wrote after its lock, and before its recipe was whole. */
  private static boolean isOfKilled(Path path, List<String> names) throws IOException {
    return names.contains(RunLock.FILE)
        && names.stream().allMatch(name -> name.equals(RunLock.FILE) || BEGINNING.contains(name))
        && !RunLock.isHeld(path);
  }

  /**
   * Finds the folder of a run that was begun.
   *
   * @throws RunFolderException if there is no run in it
   */
  public static RunFolder existing(Path path) throws RunFolderException {
    if (!Files.isRegularFile(path.resolve(RECIPE))) {
      if (Files.isRegularFile(path.resolve(PROBE_SETTINGS))) {
        throw new RunFolderException(
            "%s holds a probe that trains, not a run: what it found is in %s, and its command with --resume tells it again"
                .formatted(path, path.resolve(PROBE_RESULTS)));
      } else if (Files.isRegularFile(path.resolve(PROBE_RESULTS))) {
        throw new RunFolderException(
            "%s holds several probes that train, not a run: what they found is in %s, and their command with --resume tells it again"
                .formatted(path, path.resolve(PROBE_RESULTS)));
      }
      String found = Files.isDirectory(path) ? "holds no run (no " + RECIPE + ")" : "is no folder";
      throw new RunFolderException(
          path + " " + found + ": give the folder of a run that was begun");
    }
    return new RunFolder(path);
  }

  /**
   * Returns the recipe that the run follows.
   *
   * @throws RecipeException if it cannot be read
   */
  public Recipe recipe() {
    return Recipe.load(path.resolve(RECIPE).toString());
  }

  /**
   * Returns what the run's pictures were opened with, see {@link #writePictures}; empty if that was
   * not written.
   *
   * @throws IOException if it cannot be read
   */
  public List<String> pictures() throws IOException {
    Path file = path.resolve(PICTURES);
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
  }

  /**
   * Writes what the pictures were opened with, one a line, so that they can be opened again.
   *
   * @param pictures as {@link mugs.source.PictureSources#open} takes them, from any directory
   * @throws IOException if it cannot be written
   */
  public void writePictures(List<String> pictures) throws IOException {
    writeText(PICTURES, String.join("\n", pictures) + "\n");
  }

  /**
   * Returns whether a process is at work on the run right now.
   *
   * <p>Not to be asked by that process itself: where the system keeps locks by process, asking lets
   * go of the run's lock.
   *
   * @throws IOException if the folder cannot be read
   */
  public boolean isGoingOn() throws IOException {
    return RunLock.isHeld(path);
  }

  /**
   * Returns what the run's provenance says; empty if it was not written yet.
   *
   * @throws IOException if it cannot be read
   */
  Map<String, Object> provenance() throws IOException {
    Path file = path.resolve(PROVENANCE);
    return Files.exists(file)
        ? JSON.readValue(Files.readString(file), new TypeReference<Map<String, Object>>() {})
        : Map.of();
  }

  /** Returns where the events go. */
  public Path events() {
    return path.resolve(EVENTS);
  }

  /** Returns where the log in words goes. */
  public Path log() {
    return path.resolve(LOG);
  }

  /** Returns the folder of TensorBoard's files. */
  public Path tensorBoard() {
    return path.resolve(TENSOR_BOARD);
  }

  /** Returns the folder that the checkpoints go to, each in a folder of its own. */
  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** Returns the link to the newest checkpoint. */
  public Path last() {
    return path.resolve(WeightsFile.LAST);
  }

  /** Returns the link to the checkpoint with the best online kNN. */
  public Path best() {
    return path.resolve("best");
  }

  /** Returns the list of the pictures that were skipped; there is none if none were. */
  public Path skipped() {
    return path.resolve(SKIPPED);
  }

  /**
   * Writes the resolved recipe.
   *
   * @throws IOException if it cannot be written
   */
  public void writeRecipe(Recipe recipe) throws IOException {
    writeText(RECIPE, recipe.toYaml());
  }

  /**
   * Writes where the run came from.
   *
   * @throws IOException if it cannot be written
   */
  public void writeProvenance(Map<String, Object> provenance) throws IOException {
    writeText(PROVENANCE, JSON.writeValueAsString(provenance) + "\n");
  }

  /**
   * Writes the pictures that were skipped, one a line: path, tab, reason. If there are none there
   * is no such file, whatever an earlier run left.
   *
   * @throws IOException if it cannot be written
   */
  public void writeSkipped(Map<String, String> reasons) throws IOException {
    if (reasons.isEmpty()) {
      Files.deleteIfExists(skipped());
    } else {
      StringBuilder lines = new StringBuilder();
      reasons.forEach(
          (picture, reason) ->
              lines
                  .append(picture)
                  .append('\t')
                  .append(reason.replaceAll("\\s+", " "))
                  .append('\n'));
      writeText(SKIPPED, lines.toString());
    }
  }

  /**
   * Writes a file of this folder as a whole or not at all: beside it, then renamed.
   *
   * @param name of the file
   * @param text its content, written as UTF-8
   * @throws IOException if it cannot be written
   */
  public void writeText(String name, String text) throws IOException {
    WholeFile.write(path.resolve(name), text);
  }

  /**
   * Takes back what a run wrote that never came to its first step, so that the folder is free for
   * another.
   *
   * @throws IOException if that fails
   */
  void takeBack() throws IOException {
    FolderTree.delete(tensorBoard());
    for (String name : List.of(RECIPE, PROVENANCE, EVENTS, PICTURES, LOG, RunLock.FILE)) {
      Files.deleteIfExists(path.resolve(name));
    }
  }

  /** Returns the name of the folder of the checkpoint after some steps. */
  static String checkpointName(long steps) {
    return String.format(Locale.ROOT, "step-%08d", steps);
  }
}
