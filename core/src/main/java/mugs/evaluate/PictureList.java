package mugs.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.FileFailure;
import mugs.source.PictureSource;

/**
 * Pictures of a source that a file names, one a line, such as the published lists of few labels.
 */
public final class PictureList {

  /** Stands for a file's name that several pictures have. */
  private static final int SEVERAL = -1;

  private PictureList() {}

  /**
   * Returns the pictures that a file names.
   *
   * @param file with a path in the source a line, or the name of the picture's file alone where no
   *     other picture has it; blank lines are passed over
   * @param source of the pictures
   * @param among indices of the pictures that may be named, others being refused
   * @return their indices, rising
   * @throws IOException if the file cannot be read, or names none, or one that is not there
   */
  public static int[] read(Path file, PictureSource source, int[] among) throws IOException {
    Map<String, Integer> known = new HashMap<>();
    for (int index : among) {
      String path = source.path(index);
      known.put(path, index);
      known.merge(nameOf(path), index, (one, other) -> one.equals(other) ? one : SEVERAL);
    }
    BitSet named = new BitSet();
    List<String> missing = new ArrayList<>();
    for (String line : lines(file)) {
      int index = known.getOrDefault(line, SEVERAL);
      if (index == SEVERAL) {
        missing.add(line);
      } else {
        named.set(index);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s names %d pictures that are not among those to learn from of %s, or are several, the first is %s: give a path in the source a line"
              .formatted(file, missing.size(), source.name(), missing.get(0)));
    }
    if (named.isEmpty()) {
      throw new IOException(file + " names no picture: give a path in the source a line");
    }
    return named.stream().toArray();
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileFailure.reason(e), e);
    }
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
