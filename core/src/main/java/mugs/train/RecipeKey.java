package mugs.train;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import mugs.augment.StrongOperation;
import mugs.engine.Device;

/**
 * One key of a recipe: where it stands, which values it takes, how they are read and printed.
 *
 * @param path such as {@code optimiser.batch}
 * @param type of the record component that holds the value
 * @param bounds of its numbers
 * @param changesResult whether another value makes another result
 */
record RecipeKey(String path, Class<?> type, Interval bounds, boolean changesResult) {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
  private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  /** Types whose values are written as lists. */
  private static final Set<Class<?>> LISTS =
      Set.of(Area.class, Span.class, PerChannel.class, OperationList.class);

  /** Returns whether values of a type stand behind a key of their own, not in a section. */
  static boolean isValue(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || type == String.class
        || type == MicroBatch.class
        || type == Device.class
        || LISTS.contains(type);
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
    if (type == OperationList.class) {
      return "a list of some of "
          + String.join(", ", Arrays.stream(StrongOperation.values()).map(this::text).toList());
    }
    String range = bounds.inWords();
    String which = range.isEmpty() ? "" : " " + range;
    if (type == Area.class) {
      return "a list of two numbers" + which + ", the smaller first, such as [0.25, 1]";
    }
    if (type == Span.class) {
      return "a list of two numbers" + which + ", the smaller first";
    }
    if (type == PerChannel.class) {
      return "a list of three numbers" + which + ", for red, green and blue";
    }
    if (type == MicroBatch.class) {
      return "auto, or a whole number" + which;
    }
    if (type == Device.class) {
      return "cpu, cuda or cuda:1 and so on";
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
    if (parts.isEmpty() && !(setting.isList() && type == OperationList.class)) {
      throw new RecipeException(path + " has no value: it takes " + allowed(), path);
    }
    try {
      if (LISTS.contains(type)) {
        if (setting.isList()) {
          return list(parts);
        }
      } else if (!setting.isList()) {
        return parse(parts.get(0));
      }
    } catch (IllegalArgumentException wrongType) {
      // said below, in words of the recipe
    }
    throw refusal(setting.isList() ? parts.toString() : "'" + parts.get(0) + "'");
  }

  private Object list(List<String> parts) {
    if (type == OperationList.class) {
      List<StrongOperation> operations =
          parts.stream()
              .map(part -> (StrongOperation) constant(StrongOperation.class, part))
              .toList();
      if (operations.stream().distinct().count() == operations.size()) {
        return new OperationList(operations);
      }
    } else if (type == PerChannel.class && parts.size() == 3) {
      return new PerChannel(number(parts.get(0)), number(parts.get(1)), number(parts.get(2)));
    } else if (type != PerChannel.class && parts.size() == 2) {
      double smallest = number(parts.get(0));
      double largest = number(parts.get(1));
      return type == Area.class ? new Area(smallest, largest) : new Span(smallest, largest);
    }
    throw new IllegalArgumentException(parts.toString());
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
    } else if (type == MicroBatch.class) {
      return MicroBatch.parse(text);
    } else if (type == Device.class) {
      return Device.parse(text);
    } else if (type.isEnum()) {
      return constant(type, text);
    }
    throw new IllegalArgumentException(text);
  }

  private Object constant(Class<?> enumeration, String text) {
    for (Object constant : enumeration.getEnumConstants()) {
      if (text(constant).equals(text)) {
        return constant;
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
      good = check(area.smallest(), area.largest());
    } else if (value instanceof Span span) {
      good = check(span.smallest(), span.largest());
    } else if (value instanceof PerChannel channels) {
      good = channels.toList().stream().allMatch(bounds::contains);
    } else if (value instanceof MicroBatch part) {
      good = part.isAuto() || bounds.contains(part.images());
    } else if (value instanceof Number number) {
      good = bounds.contains(number.doubleValue());
    } else if (value instanceof String name) {
      good = !name.isBlank() && name.lines().count() == 1;
    }
    if (!good) {
      throw refusal(text(value));
    }
  }

  private boolean check(double smallest, double largest) {
    return bounds.contains(smallest) && bounds.contains(largest) && smallest <= largest;
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
    } else if (value instanceof Span span) {
      return "[" + print(span.smallest()) + ", " + print(span.largest()) + "]";
    } else if (value instanceof PerChannel channels) {
      return channels.toList().stream().map(RecipeKey::print).toList().toString();
    } else if (value instanceof OperationList list) {
      return list.operations().stream().map(this::text).toList().toString();
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
