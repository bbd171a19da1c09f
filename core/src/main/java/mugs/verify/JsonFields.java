package mugs.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a JSON object; what is missing or of another type is named with the place it stands in.
 *
 * @param node the object
 * @param place where it stands, such as its file; the beginning of every message
 */
record JsonFields(JsonNode node, String place) {

  /**
   * Reads a file that holds one JSON object.
   *
   * @throws IOException if it cannot be read or holds something else
   */
  static JsonFields read(Path file) throws IOException {
    JsonNode root = parse(file);
    if (!root.isObject()) {
      throw new IOException(file + " holds no JSON object");
    }
    return new JsonFields(root, file.toString());
  }

  /**
   * Reads a file that holds one JSON list with something in it.
   *
   * @throws IOException if it cannot be read or holds something else
   */
  static JsonNode readList(Path file) throws IOException {
    JsonNode root = parse(file);
    if (!root.isArray() || root.isEmpty()) {
      throw new IOException(
          file + " must hold a JSON list, but " + (root.isArray() ? "it is empty" : "it is none"));
    }
    return root;
  }

  private static JsonNode parse(Path file) throws IOException {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private JsonNode field(String name, boolean fits, String wanted) throws IOException {
    if (!fits) {
      String found = node.has(name) ? "it is " + shortened(node.path(name)) : "it is missing";
      throw new IOException(place + ": '" + name + "' must be " + wanted + ", but " + found);
    }
    return node.path(name);
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  boolean has(String name) {
    return node.has(name);
  }

  JsonFields object(String name) throws IOException {
    return new JsonFields(field(name, node.path(name).isObject(), "an object"), place);
  }

  JsonNode array(String name) throws IOException {
    return field(name, node.path(name).isArray(), "a list");
  }

  double number(String name) throws IOException {
    return field(name, node.path(name).isNumber(), "a number").doubleValue();
  }

  int integer(String name) throws IOException {
    return field(name, node.path(name).isInt(), "a whole number").intValue();
  }

  /** Returns a whole number, also one that is written with a fraction of 0. */
  int integer(String name, int lowest, int highest) throws IOException {
    JsonNode number = node.path(name);
    boolean fits =
        number.isNumber()
            && number.doubleValue() == Math.rint(number.doubleValue())
            && number.doubleValue() >= lowest
            && number.doubleValue() <= highest;
    return field(name, fits, "a whole number from %d to %d".formatted(lowest, highest)).intValue();
  }

  String text(String name) throws IOException {
    return field(name, node.path(name).isTextual(), "a text").textValue();
  }

  boolean bool(String name) throws IOException {
    return field(name, node.path(name).isBoolean(), "true or false").booleanValue();
  }

  List<Double> numbers(String name, int count) throws IOException {
    List<Double> numbers = new ArrayList<>();
    JsonNode list = array(name);
    boolean fits = list.size() == count;
    for (JsonNode number : list) {
      fits &= number.isNumber();
      numbers.add(number.doubleValue());
    }
    field(name, fits, "a list of " + count + " numbers");
    return numbers;
  }
}
