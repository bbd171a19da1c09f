package mugs.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recipes that come with the program. */
public final class RecipePresets {

  /** The recipe that a file without {@code extends} starts from; it has a value for every key. */
  static final String BASE = "vit-s16-100ep";

  private static final List<String> NAMES =
      List.of(
          BASE,
          "vit-s16-300ep",
          "vit-s16-800ep",
          "vit-b16-400ep",
          "vit-l16-250ep",
          "small-pictures",
          "demo",
          "bench-small");

  private RecipePresets() {}

  /** Returns the names of all built-in recipes, in the order to show them. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns what a built-in recipe is for, in one line: its first comment.
   *
   * @param name one of {@link #names()}
   */
  public static String summary(String name) {
    return text(name).lines().findFirst().orElse("").replaceFirst("^# *", "");
  }

  /**
   * Returns a built-in recipe as it is written, comments included.
   *
   * @param name one of {@link #names()}
   * @throws RecipeException if there is none of that name
   */
  public static String text(String name) {
    try (@Nullable InputStream file =
        RecipePresets.class.getResourceAsStream("recipes/" + name + ".yaml")) {
      if (file == null || !NAMES.contains(name)) {
        throw new RecipeException(
            "no built-in recipe '" + name + "': there are " + String.join(", ", NAMES));
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("built-in recipe " + name, e);
    }
  }
}
