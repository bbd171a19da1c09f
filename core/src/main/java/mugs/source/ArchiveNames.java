package mugs.source;

import java.util.Arrays;

/**
 * Turns the names that an archive gives its members into paths of pictures. They stay names:
 * nothing is ever opened or written by them, whatever {@code ..} or {@code /} they begin with.
 */
final class ArchiveNames {
  private static final String MAC_ATTRIBUTES = "__MACOSX";

  /** Longer ones would only fill memory. */
  private static final int LONGEST = 4096;

  private ArchiveNames() {}

  /** Tells whether a name is longer than that of any file. */
  static boolean isEndless(String name) {
    return name.length() > LONGEST;
  }

  /** Returns a name with {@code /} between folders, none at its start, on one line. */
  static String clean(String name) {
    String slashed = name.replace('\\', '/').replaceAll("\\p{Cntrl}", "_").replaceAll("//+", "/");
    while (slashed.startsWith("/") || slashed.startsWith("./")) {
      slashed = slashed.substring(slashed.indexOf('/') + 1);
    }
    return slashed;
  }

  /** Tells whether a file or a folder around it is hidden, or holds what a Mac adds to files. */
  static boolean isHidden(String path) {
    return Arrays.stream(path.split("/", -1))
        .anyMatch(
            part -> (part.startsWith(".") && !part.equals("..")) || part.equals(MAC_ATTRIBUTES));
  }

  /** Returns a file's name without its endings, for calling something after it. */
  static String stem(String fileName) {
    int dot = fileName.indexOf('.', 1);
    return dot < 0 ? fileName : fileName.substring(0, dot);
  }
}
