package mugs.train;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All keys of a recipe, read off the records that hold it.
 *
 * <p>A record component that is itself a record is a section; any other is a key. Its hyphenated
 * name, its type, its {@link Bounds} and whether it {@link ChangesNoResult} are all there is to say
 * about it, so a new setting is one new component and its value in the presets.
 */
final class RecipeKeys {

  private static final Map<String, RecipeKey> ALL = collect();

  private RecipeKeys() {}

  private static Map<String, RecipeKey> collect() {
    Map<String, RecipeKey> keys = new LinkedHashMap<>();
    collect(Recipe.class, "", keys);
    return keys;
  }

  private static void collect(Class<?> section, String prefix, Map<String, RecipeKey> keys) {
    for (RecordComponent component : section.getRecordComponents()) {
      String path = prefix + hyphenated(component.getName());
      Class<?> type = component.getType();
      if (!RecipeKey.isValue(type)) {
        collect(type, path + ".", keys);
        continue;
      }
      RecordComponent bounded = type == Area.class ? type.getRecordComponents()[0] : component;
      @Nullable Bounds bounds = bounded.getAnnotation(Bounds.class);
      keys.put(
          path,
          new RecipeKey(
              path,
              type,
              bounds == null ? Interval.EVERYTHING : Interval.parse(bounds.value()),
              !component.isAnnotationPresent(ChangesNoResult.class)));
    }
  }

  private static String hyphenated(String name) {
    return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** Returns all keys by path, in the order of the records. */
  static Collection<RecipeKey> all() {
    return ALL.values();
  }

  /**
   * Returns the key of a path.
   *
   * @throws RecipeException if there is none, with the nearest spelling and what its section takes
   */
  static RecipeKey named(String path) {
    @Nullable RecipeKey key = ALL.get(path);
    if (key != null) {
      return key;
    }
    List<String> below = childrenOf(path);
    if (!below.isEmpty()) {
      throw new RecipeException(
          "'" + path + "' is a section: below it go " + String.join(", ", below), path);
    }
    String section = path;
    do {
      section = section.substring(0, Math.max(0, section.lastIndexOf('.')));
    } while (childrenOf(section).isEmpty());
    throw new RecipeException(
        "unknown key '%s'%s (%s takes %s)"
            .formatted(
                path,
                nearest(path).map(near -> ": did you mean '" + near + "'?").orElse(""),
                section.isEmpty() ? "a recipe" : "'" + section + "'",
                String.join(", ", childrenOf(section))),
        path);
  }

  private static Optional<String> nearest(String path) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    List<String> elsewhere = ALL.keySet().stream().filter(key -> key.endsWith("." + last)).toList();
    return elsewhere.size() == 1
        ? Optional.of(elsewhere.get(0))
        : Spelling.nearest(path, ALL.keySet());
  }

  private static List<String> childrenOf(String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    return ALL.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("\\.", 2)[0])
        .distinct()
        .toList();
  }

  /** Builds a recipe from a value for every key. */
  static Recipe build(Map<String, Object> values) {
    return (Recipe) build(Recipe.class, "", values);
  }

  private static Object build(Class<?> section, String prefix, Map<String, Object> values) {
    RecordComponent[] components = section.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String path = prefix + hyphenated(components[i].getName());
      types[i] = components[i].getType();
      arguments[i] =
          RecipeKey.isValue(types[i])
              ? Optional.ofNullable(values.get(path)).orElseThrow(() -> noValue(path))
              : build(types[i], path + ".", values);
    }
    try {
      Constructor<?> constructor = section.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RecipeException refused) {
        throw refused;
      }
      throw new IllegalStateException(section.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(section.getName(), e);
    }
  }

  private static RecipeException noValue(String path) {
    return new RecipeException(path + " has no value", path);
  }

  /** Returns the value of every key, in order. */
  static Map<String, Object> values(Recipe recipe) {
    Map<String, Object> values = new LinkedHashMap<>();
    collectValues(recipe, "", values);
    return values;
  }

  private static void collectValues(Object section, String prefix, Map<String, Object> values) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String path = prefix + hyphenated(component.getName());
      Object value;
      try {
        value = component.getAccessor().invoke(section);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(path, e);
      }
      if (RecipeKey.isValue(component.getType())) {
        values.put(path, value);
      } else {
        collectValues(value, path + ".", values);
      }
    }
  }
}
