package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mugs.train.Recipe;
import mugs.train.RunFolder;

/** The folder of a run that never ran, for tests of what reads such folders. */
final class WrittenRun {
  private static final String[] SETTINGS = {
    "optimiser.batch=8", "schedule.epochs=20", "supervision.group.prototypes=16"
  };

  private WrittenRun() {}

  /** Writes a run of 20 epochs of three batches on 24 pictures; without events. */
  static RunFolder write(Path path, String... settings) throws IOException {
    RunFolder folder = RunFolder.create(path);
    folder.writeRecipe(
        Recipe.load(
            "demo",
            Stream.concat(Stream.of(SETTINGS), Stream.of(settings)).toArray(String[]::new)));
    folder.writeProvenance(provenance());
    return folder;
  }

  /** Says that the run ended. */
  static void end(RunFolder folder, long steps) throws IOException {
    Map<String, Object> provenance = provenance();
    provenance.put("ended", "2026-01-02T03:30:00Z");
    provenance.put("steps", steps);
    provenance.put("plannedSteps", 60);
    provenance.put("seconds", 125.0);
    folder.writeProvenance(provenance);
  }

  private static Map<String, Object> provenance() {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("program", "mugs-jvm 9");
    provenance.put("java", "17.0.1");
    provenance.put("blas", "mkl");
    provenance.put("processors", 2);
    provenance.put("pictures", "cats");
    provenance.put("pictureCount", 24);
    provenance.put("started", "2026-01-02T03:04:05.678Z");
    return provenance;
  }

  /**
   * Writes events: a start, then steps 1, 2, 3, ... whose instance loss falls from 3 by 0.01 a
   * step, at 100, 101, 102, ... images a second, and two measurements.
   */
  static void tell(RunFolder folder, int steps) throws IOException {
    StringBuilder events = new StringBuilder("{\"event\":\"start\",\"step\":0}\n");
    IntStream.range(0, steps)
        .forEach(
            step ->
                events.append(
                    """
                    {"event":"step","step":%d,"loss":3,"losses":{"instance":%s,"group":2.5},\
                    "imagesPerSecond":%d,"seconds":%d,"skippedPictures":3,"teacherEntropy":2.0}
                    """
                        .formatted(step + 1, 3 - 0.01 * step, 100 + step, step + 1)));
    events.append(
        """
        {"event":"knn","step":3,"top1":{"broad":0.75,"fine":0.5},"gallery":19,"queries":4}
        {"event":"knn","step":6,"top1":{"broad":0.5,"fine":0.625},"gallery":19,"queries":4}
        """);
    Files.writeString(folder.events(), events.toString());
  }

  /** Adds a line to the events. */
  static void add(RunFolder folder, String line) throws IOException {
    Files.writeString(folder.events(), Files.readString(folder.events()) + line);
  }
}
