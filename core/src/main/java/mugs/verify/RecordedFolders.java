package mugs.verify;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import mugs.engine.Device;

/**
 * The folders with recorded answers at a place, known by the file that each kind of them holds.
 *
 * @param folders by path; one that holds answers of several kinds is there once for each
 */
public record RecordedFolders(List<RecordedFolder> folders) {

  /** How far below a place is looked: recorded answers lie together, and trees may be large. */
  private static final int DEPTH = 3;

  /**
   * Looks at a folder and those in it, three levels down. Links are not followed, and folders whose
   * name begins with a dot are left out.
   *
   * @param place to look at
   * @param device that computes anew what networks gave
   * @throws IOException if the place is no folder, or it or one in it cannot be read
   */
  public static RecordedFolders in(Path place, Device device) throws IOException {
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(
        place,
        EnumSet.noneOf(FileVisitOption.class),
        DEPTH + 1, // at its end folders are visited as files
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(place) && folder.getFileName().toString().startsWith(".")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            all.add(folder);
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(all);
    List<RecordedFolder> found = new ArrayList<>();
    for (Path folder : all) {
      kinds(device).stream()
          .filter(kind -> Files.exists(folder.resolve(kind.file())))
          .forEach(kind -> found.add(new RecordedFolder(kind, folder)));
    }
    return new RecordedFolders(List.copyOf(found));
  }

  private static List<RecordedKind> kinds(Device device) {
    return List.of(
        new RecordedTraining(device),
        new RecordedAugmentation(),
        new RecordedWeights(device),
        new RecordedEvaluation());
  }

  /** Returns the files by which folders are known, in words. */
  public static String filesInWords() {
    return kinds(Device.CPU).stream()
        .map(RecordedKind::file)
        .map(file -> (file.startsWith("e") ? "an " : "a ") + file)
        .collect(Collectors.joining(" or "));
  }
}
