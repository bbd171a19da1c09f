package mugs.app;

import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes what a user may copy into a shell, so that it stays one word there. */
final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+:,./-]+");

  private ShellWord() {}

  /** Returns a word as a shell reads it back: in single quotes where it needs them. */
  static String of(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Returns a path as a shell reads it back. */
  static String of(Path path) {
    return of(path.toString());
  }

  /** Returns words, each as a shell reads it back, with spaces between them. */
  static String of(Collection<String> words) {
    return words.stream().map(ShellWord::of).collect(Collectors.joining(" "));
  }
}
