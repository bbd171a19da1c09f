package mugs.source;

import java.io.IOException;
import java.util.List;

/** Opens what it is told to and says what it found; run in a JVM of its own, with a small heap. */
final class OpeningProgram {
  private OpeningProgram() {}

  /** Takes paths. */
  @SuppressWarnings("SystemOut") // is read by the test
  public static void main(String[] paths) throws IOException {
    try (PictureSource source = PictureSources.open(List.of(paths))) {
      System.out.print(source.size());
      for (LabelLevel level : source.levels()) {
        System.out.print(" " + level.name() + " " + level.classes().size());
      }
      System.out.print(" " + source.path(source.size() - 1));
    }
  }
}
