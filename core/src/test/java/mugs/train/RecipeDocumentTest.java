package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the table of all recipe keys, which people read, against the recipes themselves. */
class RecipeDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "recipes.md");

  /** A cell is set apart by bars; what a key means stands in the third one. */
  private static final String BAR = " \\| ";

  private static final int CELLS = 5;

  @Test
  void everyKey_standsInTheDocumentOnce_withWhatItTakes_andItsValueInTwoRecipes()
      throws IOException {
    List<List<String>> wanted = new ArrayList<>();
    for (RecipeKey key : RecipeKeys.all()) {
      wanted.add(
          List.of(key.path(), key.allowed(), value(key, "vit-s16-100ep"), value(key, "demo")));
    }

    List<List<String>> found = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      String[] cells = line.split(BAR, -1);
      if (line.startsWith("| `") && cells.length == CELLS) {
        assertThat(cells[2]).as("meaning of %s", cells[0]).isNotBlank();
        String path = cells[0].substring("| `".length(), cells[0].length() - "`".length());
        found.add(List.of(path, cells[1], cells[3], cells[4].replaceFirst(" \\|$", "")));
      }
    }

    assertThat(found).isEqualTo(wanted);
  }

  private static String value(RecipeKey key, String recipe) {
    Recipe loaded = Recipe.load(recipe);
    return RecipeKeys.values(loaded).entrySet().stream()
        .filter(entry -> entry.getKey().equals(key.path()))
        .map(entry -> key.text(entry.getValue()))
        .findFirst()
        .orElseThrow();
  }
}
