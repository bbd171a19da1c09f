package mugs.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a JSON object; what is missing or of another type is named with its file.
 *
 * @param node the object
 * @param file it stands in
 */
record JsonFields(JsonNode node, Path file) {

  /**
   * Reads a file that holds one JSON object.
   *
   * @throws IOException if it cannot be read or holds something else
   */
  static JsonFields read(Path file) throws IOException {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no valid JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IOException(file + " holds no JSON object");
    }
    return new JsonFields(root, file);
  }

  private JsonNode field(String name, boolean fits, String wanted) throws IOException {
    if (!fits) {
      String found = node.has(name) ? "it is " + shortened(node.path(name)) : "it is missing";
      throw new IOException(file + ": '" + name + "' must be " + wanted + ", but " + found);
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
    return new JsonFields(field(name, node.path(name).isObject(), "an object"), file);
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
