package mugs.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays settings over one another, {@code extends} below the file and {@code --set} on top, and
 * makes a recipe of them.
 */
final class RecipeResolver {

  private static final String EXTENDS = "extends";
  private static final String NAME = "name";

  /** One recipe as it is written; a built-in one has no folder. */
  private record Source(String label, String name, String text, Optional<Path> folder) {}

  private RecipeResolver() {}

  static Recipe load(String nameOrFile, List<String> assignments) {
    return load(find(nameOrFile, Path.of(""), ""), assignments);
  }

  /** Reads a recipe that stands elsewhere than in a file of its own. */
  static Recipe read(String text, String label) {
    return load(new Source(label, label, text, Optional.empty()), List.of());
  }

  private static Recipe load(Source source, List<String> assignments) {
    Map<String, RecipeSetting> settings = new LinkedHashMap<>();
    settings.put(NAME, new RecipeSetting(List.of(source.name()), false, source.label()));
    stack(source, new ArrayList<>(), settings);
    assign(assignments, settings);
    Map<String, Object> values = new LinkedHashMap<>();
    return build(values, settings, source.label());
  }

  static Recipe change(Recipe recipe, List<String> assignments) {
    Map<String, RecipeSetting> settings = new LinkedHashMap<>();
    assign(assignments, settings);
    return build(RecipeKeys.values(recipe), settings, "recipe '" + recipe.name() + "'");
  }

  /** Puts a recipe's settings over those of what it extends. The order of entries is their rank. */
  private static void stack(
      Source source, List<String> above, Map<String, RecipeSetting> settings) {
    Map<String, RecipeSetting> own = RecipeFile.read(source.text(), source.label());
    @Nullable RecipeSetting base = own.remove(EXTENDS);
    String place = base == null ? source.label() : base.place();
    above.add(source.label());
    if (base != null && (base.isList() || base.parts().size() != 1)) {
      throw new RecipeException(
          place + ": 'extends' takes one name, a built-in recipe or a file beside this one");
    }
    if (base != null || !source.label().equals(builtIn(RecipePresets.BASE))) {
      String name = base == null ? RecipePresets.BASE : base.parts().get(0);
      Source below = find(name, source.folder().orElse(Path.of("")), place + ": ");
      if (above.contains(below.label())) {
        throw new RecipeException(
            place
                + ": 'extends' goes round: "
                + String.join(" -> ", above)
                + " -> "
                + below.label());
      }
      stack(below, above, settings);
      settings.remove(NAME);
      settings.put(NAME, new RecipeSetting(List.of(source.name()), false, source.label()));
    }
    own.forEach((key, setting) -> overlay(key, setting, settings));
  }

  private static void assign(List<String> assignments, Map<String, RecipeSetting> settings) {
    for (String assignment : assignments) {
      RecipeFile.readAssignment(assignment)
          .forEach(
              (key, setting) -> {
                if (key.equals(EXTENDS)) {
                  throw new RecipeException(
                      setting.place() + ": 'extends' stands in a file; name that recipe instead");
                }
                overlay(key, setting, settings);
              });
    }
  }

  private static void overlay(
      String key, RecipeSetting setting, Map<String, RecipeSetting> settings) {
    settings.remove(key);
    settings.put(key, setting);
  }

  private static Recipe build(
      Map<String, Object> values, Map<String, RecipeSetting> settings, String label) {
    settings.forEach(
        (path, setting) -> {
          try {
            values.put(path, RecipeKeys.named(path).parse(setting));
          } catch (RecipeException e) {
            throw e.at(setting.place());
          }
        });
    try {
      return RecipeKeys.build(values);
    } catch (RecipeException e) {
      // Of two keys that contradict each other, the one written last has to answer for it.
      String place = label;
      for (Map.Entry<String, RecipeSetting> setting : settings.entrySet()) {
        place = e.keys().contains(setting.getKey()) ? setting.getValue().place() : place;
      }
      throw e.at(place);
    }
  }

  private static Source find(String nameOrFile, Path folder, String place) {
    if (RecipePresets.names().contains(nameOrFile)) {
      return new Source(
          builtIn(nameOrFile), nameOrFile, RecipePresets.text(nameOrFile), Optional.empty());
    }
    Path file = folder.resolve(nameOrFile).normalize();
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new RecipeException(
          "%sno recipe '%s': %sit takes a file or one of %s"
              .formatted(
                  place,
                  nameOrFile,
                  Spelling.nearest(nameOrFile, RecipePresets.names())
                      .map(near -> "did you mean '" + near + "'? ")
                      .orElse(""),
                  String.join(", ", RecipePresets.names())));
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String name = file.getFileName().toString().replaceFirst("(?<=.)\\.ya?ml$", "");
      return new Source(file.toString(), name, text, Optional.ofNullable(file.getParent()));
    } catch (IOException e) {
      throw new RecipeException(
          "%srecipe %s cannot be read as UTF-8 text (%s)".formatted(place, file, e));
    }
  }

  private static String builtIn(String name) {
    return "built-in recipe " + name;
  }
}
