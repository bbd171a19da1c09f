package mugs.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds recorded training runs by the file that each of them holds. */
public final class RecordedRuns {
  private RecordedRuns() {}

  /**
   * Returns the runs at a place.
   *
   * @param place a folder that holds {@code run.json}, or whose own folders do
   * @return the folder itself, or those in it by name; empty if there is no run
   * @throws IOException if the place is not a folder or cannot be read
   */
  public static List<Path> in(Path place) throws IOException {
    try (Stream<Path> inside = Files.list(place)) {
      return isRun(place) ? List.of(place) : inside.filter(RecordedRuns::isRun).sorted().toList();
    }
  }

  private static boolean isRun(Path folder) {
    return Files.exists(folder.resolve(RecordedRun.FILE));
  }
}
