package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mugs.engine.FileFailure;

/** Checks what {@code --out} names where a command writes one file, anew if it is there. */
final class OutFile {
  private OutFile() {}

  /**
   * Returns how the file's name ends, one of the endings in lower case. Anything else is refused: a
   * slip of the hand must not write over a recipe or a picture.
   *
   * @param out that was given
   * @param endings that it may have, with the dot, at least one
   */
  static String ending(Path out, String... endings) {
    return ending("--out", out, endings);
  }

  /**
   * Returns how a file's name ends; see {@link #ending(Path, String...)}.
   *
   * @param option that named it
   */
  static String ending(String option, Path out, String... endings) {
    String name = out.toString().toLowerCase(Locale.ROOT);
    String ending =
        List.of(endings).stream()
            .filter(name::endsWith)
            .findFirst()
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "%s is %s: give a file that ends in %s"
                            .formatted(option, out, String.join(" or ", endings))));
    if (Files.isDirectory(out)) {
      throw CommandException.usage(
          "%s is %s, which is a folder: give a file".formatted(option, out));
    }
    return ending;
  }

  /**
   * Makes the folder that a file is to lie in, where it is not there yet.
   *
   * @param option that named the file
   * @throws IOException naming the file, if it cannot be made
   */
  static void makeFolder(String option, Path out) throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    for (Path above = folder; above != null; above = above.getParent()) {
      if (Files.exists(above) && !Files.isDirectory(above)) {
        throw CommandException.usage(
            "%s is %s, but %s is a file: give another folder".formatted(option, out, above));
      }
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          "%s is %s, and its folder %s cannot be made: %s"
              .formatted(option, out, folder, FileFailure.reason(e)),
          e);
    }
  }
}
