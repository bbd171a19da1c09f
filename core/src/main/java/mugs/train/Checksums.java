package mugs.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.FileFailure;
import mugs.engine.Sha256;
import mugs.engine.WholeFile;

/**
 * The SHA-256 of each file of a folder, in a file beside them that {@code sha256sum --check} reads
 * too.
 */
final class Checksums {
  static final String FILE = "checksums.sha256";

  private static final int DIGITS = 64;
  private static final String BETWEEN = "  ";

  private Checksums() {}

  /**
   * Writes the sums of some files, synced to the disk.
   *
   * @throws IOException if one cannot be read or the sums cannot be written
   */
  static void write(Path folder, List<String> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String file : files) {
      lines.append(Sha256.of(folder.resolve(file))).append(BETWEEN).append(file).append('\n');
    }
    WholeFile.write(folder.resolve(FILE), lines.toString());
  }

  /**
   * Checks that some files are there, whole and unaltered.
   *
   * @throws IOException naming the first that is not
   */
  static void check(Path folder, List<String> files) throws IOException {
    Map<String, String> sums = read(folder.resolve(FILE));
    for (String file : files) {
      Path path = folder.resolve(file);
      String expected = sums.get(file);
      if (expected == null) {
        throw new IOException(folder.resolve(FILE) + " has no checksum of " + file);
      }
      String found;
      try {
        found = Sha256.of(path);
      } catch (IOException e) {
        throw new IOException("cannot read " + path + ": " + FileFailure.reason(e), e);
      }
      if (!found.equals(expected)) {
        throw new IOException(path + " is torn or altered: its checksum is not the one in " + FILE);
      }
    }
  }

  /**
   * Checks a file where there are checksums beside it that name it; others may be anything.
   *
   * @throws IOException if it is torn or altered, or cannot be read
   */
  static void checkIfListed(Path path) throws IOException {
    Path folder = path.toAbsolutePath().resolveSibling("");
    String name = path.getFileName().toString();
    if (Files.exists(folder.resolve(FILE)) && read(folder.resolve(FILE)).containsKey(name)) {
      check(folder, List.of(name));
    }
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        if (line.length() > DIGITS + BETWEEN.length()) {
          sums.put(line.substring(DIGITS + BETWEEN.length()), line.substring(0, DIGITS));
        }
      }
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileFailure.reason(e), e);
    }
    return sums;
  }
}
