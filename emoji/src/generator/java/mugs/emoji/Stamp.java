package mugs.emoji;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.fellbaum.jemoji.Emoji;

/**
 * What a resource was made from: path, length and time of each file, this program's own classes
 * included. A build that finds the same stamp has nothing to do.
 *
 * @param lines one a file
 */
record Stamp(List<String> lines) {

  static Stamp of(List<Path> inputs) throws IOException {
    List<Path> files = new ArrayList<>(inputs);
    files.add(origin(Emoji.class));
    try (Stream<Path> classes = Files.walk(origin(Stamp.class))) {
      classes.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      lines.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
    }
    return new Stamp(List.copyOf(lines));
  }

  boolean matches(Path kept) throws IOException {
    return Files.exists(kept) && Files.readAllLines(kept).equals(lines);
  }

  void write(Path kept) throws IOException {
    Files.write(kept, lines);
  }

  private static Path origin(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("cannot tell where " + type.getName() + " was loaded from", e);
    }
  }
}
