package mugs.train;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.train.PretrainingListener.Measurement;

/**
 * What a run has told of itself so far, read from its folder; the run may be going on meanwhile.
 *
 * @param folder that was read
 * @param recipe that the run follows
 * @param origin where the run came from
 * @param ending how it ended; empty while it goes on, or after it was killed
 * @param steps done, as far as the folder tells
 * @param seconds that they took, over all restarts
 * @param losses by supervision, such as {@code local_group}, in the order of the steps
 * @param figures everything else that is told of a step, by its name in {@code events.jsonl}, such
 *     as {@code teacherEntropy}; values may be not finite where the run went wrong
 * @param measurements online kNN, in the order of the steps
 * @param warnings in the order of the steps
 * @param failure that the run ended with; empty if it did not fail, or went on since
 */
public record RunHistory(
    RunFolder folder,
    Recipe recipe,
    Origin origin,
    Optional<Ending> ending,
    long steps,
    double seconds,
    Map<String, List<Value>> losses,
    Map<String, List<Value>> figures,
    List<Measurement> measurements,
    List<Warning> warnings,
    Optional<Failure> failure) {
  private static final String UNKNOWN = "unknown";

  /**
   * One value of a curve.
   *
   * @param step its number, from 1
   * @param value after this step
   */
  public record Value(long step, double value) {}

  /**
   * Something that looked ill.
   *
   * @param step after which it was seen; 0 before the first
   * @param words what it means and what to change
   */
  public record Warning(long step, String words) {}

  /**
   * A failure that ended a run.
   *
   * @param step that failed, from 1
   * @param reason in one line
   * @param advice what to do but to go on; empty where a resume may get further
   */
  public record Failure(long step, String reason, String advice) {}

  /**
   * Where a run came from.
   *
   * @param program that began it, with its version
   * @param java version
   * @param blas such as {@code mkl}
   * @param processors that it could use
   * @param pictures name of the collection
   * @param pictureCount pictures in it
   * @param started when, in UTC as ISO 8601
   * @param restarts after a stop
   */
  public record Origin(
      String program,
      String java,
      String blas,
      int processors,
      String pictures,
      int pictureCount,
      String started,
      int restarts) {}

  /**
   * How a run ended.
   *
   * @param complete whether all planned steps were done
   */
  public record Ending(boolean complete) {}

  /** Copies the lists. */
  public RunHistory {
    measurements = List.copyOf(measurements);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a run's folder and changes nothing in it. A last event that is half written is left out.
   *
   * @param path of the folder
   * @throws RunFolderException if there is no run in it
   * @throws RecipeException if its recipe cannot be read
   * @throws IOException if nothing was told yet, or something in it cannot be read
   */
  public static RunHistory read(Path path) throws IOException {
    RunFolder folder = RunFolder.existing(path);
    Recipe recipe = folder.recipe();
    Map<String, Object> provenance = provenance(folder);
    RecordedEvents events = RecordedEvents.read(folder.events());
    return new RunHistory(
        folder,
        recipe,
        origin(provenance),
        ending(provenance),
        number(provenance, "steps").map(Double::longValue).orElse(events.steps()),
        number(provenance, "seconds").orElse(last(events.figures(), "seconds")),
        events.losses(),
        events.figures(),
        events.measurements(),
        events.warnings(),
        events.failure());
  }

  /** Returns the steps that the run was to do. */
  public long plannedSteps() {
    return new Timetable(recipe, origin.pictureCount()).plannedSteps();
  }

  /** Returns how many pictures the steps trained on, each as often as it was seen. */
  public long imagesSeen() {
    return steps * recipe.optimiser().batch();
  }

  /**
   * Returns a curve of the figures; empty if that was never told.
   *
   * @param name in {@code events.jsonl}
   */
  public List<Value> figure(String name) {
    return figures.getOrDefault(name, List.of());
  }

  private static Map<String, Object> provenance(RunFolder folder) throws IOException {
    Map<String, Object> found;
    try {
      found = folder.provenance();
    } catch (JacksonException e) {
      throw new IOException(provenanceOf(folder) + " is no JSON: it was changed or is cut off", e);
    }
    if (!(found.get("pictureCount") instanceof Number)) {
      throw new IOException(
          provenanceOf(folder)
              + (Files.exists(provenanceOf(folder)) ? " has no pictureCount" : " is missing")
              + ": the folder of a run has one that says what it was trained on");
    }
    return found;
  }

  private static Path provenanceOf(RunFolder folder) {
    return folder.path().resolve(RunFolder.PROVENANCE);
  }

  private static Origin origin(Map<String, Object> provenance) {
    return new Origin(
        text(provenance, "program"),
        text(provenance, "java"),
        text(provenance, "blas"),
        number(provenance, "processors").orElse(0.0).intValue(),
        text(provenance, "pictures"),
        number(provenance, "pictureCount").orElseThrow().intValue(),
        text(provenance, Provenance.STARTED),
        provenance.get(Provenance.RESTARTS) instanceof List<?> restarts ? restarts.size() : 0);
  }

  private static Optional<Ending> ending(Map<String, Object> provenance) {
    if (!provenance.containsKey("ended")) {
      return Optional.empty();
    }
    double planned = number(provenance, "plannedSteps").orElse(0.0);
    return Optional.of(new Ending(number(provenance, "steps").orElse(0.0) >= planned));
  }

  private static Optional<Double> number(Map<String, Object> provenance, String key) {
    return provenance.get(key) instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  private static String text(Map<String, Object> provenance, String key) {
    Object found = provenance.getOrDefault(key, UNKNOWN);
    return String.valueOf(found);
  }

  private static double last(Map<String, List<Value>> curves, String name) {
    List<Value> curve = curves.getOrDefault(name, List.of());
    return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).value();
  }
}
