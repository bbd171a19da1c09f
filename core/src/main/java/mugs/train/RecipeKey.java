package mugs.train;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One key of a recipe: where it stands, which values it takes, how they are read and printed.
 *
 * @param path such as {@code optimiser.batch}
 * @param type of the record component that holds the value
 * @param bounds of its numbers
 */
record RecipeKey(String path, Class<?> type, Interval bounds) {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
  private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  /** Returns whether values of a type stand behind a key of their own, not in a section. */
  static boolean isValue(Class<?> type) {
    return type.isPrimitive() || type.isEnum() || type == String.class || type == Area.class;
  }

  /** Says what the key takes, such as {@code a whole number from 1 to 1024}. */
  String allowed() {
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isEnum()) {
      return String.join(" or ", Arrays.stream(type.getEnumConstants()).map(this::text).toList());
    }
    String range = bounds.inWords();
    String which = range.isEmpty() ? "" : " " + range;
    if (type == Area.class) {
      return "a list of two numbers" + which + ", the smaller first, such as [0.25, 1]";
    }
    return (type == double.class ? "a number" : "a whole number") + which;
  }

  /**
   * Reads a value as it was written.
   *
   * @throws RecipeException if it is of another type; bounds are looked at later
   */
  Object parse(RecipeSetting setting) {
    List<String> parts = setting.parts();
    if (parts.isEmpty()) {
      throw new RecipeException(path + " has no value: it takes " + allowed(), path);
    }
    try {
      if (type == Area.class) {
        if (setting.isList() && parts.size() == 2) {
          return new Area(number(parts.get(0)), number(parts.get(1)));
        }
      } else if (!setting.isList()) {
        return parse(parts.get(0));
      }
    } catch (IllegalArgumentException wrongType) {
      // said below, in words of the recipe
    }
    throw refusal(setting.isList() ? parts.toString() : "'" + parts.get(0) + "'");
  }

  private Object parse(String text) {
    if (type == String.class) {
      return text;
    } else if (type == double.class) {
      return number(text);
    } else if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    } else if (type == int.class && WHOLE.matcher(text).matches()) {
      return Integer.parseInt(text);
    } else if (type == long.class && WHOLE.matcher(text).matches()) {
      return Long.parseLong(text);
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (text(constant).equals(text)) {
          return constant;
        }
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static double number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(text);
  }

  /**
   * Checks a value of the right type.
   *
   * @throws RecipeException if it lies outside the bounds
   */
  void check(Object value) {
    boolean good = true;
    if (value instanceof Area area) {
      good =
          bounds.contains(area.smallest())
              && bounds.contains(area.largest())
              && area.smallest() <= area.largest();
    } else if (value instanceof Number number) {
      good = bounds.contains(number.doubleValue());
    } else if (value instanceof String name) {
      good = !name.isBlank() && name.lines().count() == 1;
    }
    if (!good) {
      throw refusal(text(value));
    }
  }

  private RecipeException refusal(String found) {
    return new RecipeException(path + " is " + found + ": it takes " + allowed(), path);
  }

  /** Writes a value as a recipe has it. */
  String text(Object value) {
    if (value instanceof Double number) {
      return print(number);
    } else if (value instanceof Area area) {
      return "[" + print(area.smallest()) + ", " + print(area.largest()) + "]";
    } else if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    } else if (value instanceof String name && !PLAIN_TEXT.matcher(name).matches()) {
      return TextNode.valueOf(name).toString();
    }
    return value.toString();
  }

  /**
   * Writes a number so that it reads back exactly, with a point before any exponent, which readers
   * of older YAML need.
   */
  static String print(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e15) {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
    return Double.toString(value).replace('E', 'e');
  }
}
