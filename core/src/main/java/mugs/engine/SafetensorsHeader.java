package mugs.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked against the length of the file before anything is
 * allocated: every tensor lies inside the data, has exactly the bytes its shape needs, and the
 * tensors fill the data without overlap or gap.
 */
record SafetensorsHeader(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static SafetensorsHeader parse(byte[] json, long dataBytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("its header is no valid JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IOException("its header is not a JSON object");
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (entry.getKey().equals(METADATA)) {
        if (!entry.getValue().isObject()) {
          throw new IOException(METADATA + " is not a JSON object");
        }
        for (Map.Entry<String, JsonNode> item : entry.getValue().properties()) {
          if (!item.getValue().isTextual()) {
            throw new IOException("metadata '" + item.getKey() + "' is not a text");
          }
          metadata.put(item.getKey(), item.getValue().textValue());
        }
      } else {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
      }
    }
    checkCover(new ArrayList<>(tensors.values()), dataBytes);
    return new SafetensorsHeader(tensors, metadata);
  }

  private static StoredTensor tensor(String name, JsonNode node) throws IOException {
    ElementType type =
        ElementType.named(node.path("dtype").asText())
            .orElseThrow(
                () ->
                    new IOException(
                        "tensor '" + name + "' has an unknown dtype " + node.path("dtype")));
    List<Long> shape = naturals(name, "shape", node.path("shape"));
    List<Long> offsets = naturals(name, "data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw new IOException("tensor '" + name + "' has impossible data_offsets " + offsets);
    }
    StoredTensor tensor = new StoredTensor(name, type, shape, offsets.get(0), offsets.get(1));
    long bytes = type.bytes();
    try {
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      throw new IOException("tensor '" + name + "' claims an impossible shape " + shape, e);
    }
    if (bytes != tensor.bytes()) {
      throw new IOException(
          "tensor '"
              + name
              + "' of shape "
              + shape
              + " needs "
              + bytes
              + " bytes, its offsets give "
              + tensor.bytes());
    }
    return tensor;
  }

  private static List<Long> naturals(String name, String key, JsonNode node) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw new IOException("tensor '" + name + "' has a bad number in " + key + ": " + number);
      }
      numbers.add(number.longValue());
    }
    if (!node.isArray()) {
      throw new IOException("tensor '" + name + "' has no list " + key);
    }
    return numbers;
  }

  private static void checkCover(List<StoredTensor> tensors, long dataBytes) throws IOException {
    tensors.sort(
        Comparator.comparingLong(StoredTensor::begin).thenComparingLong(StoredTensor::end));
    long at = 0;
    for (StoredTensor tensor : tensors) {
      if (tensor.end() > dataBytes) {
        throw new IOException(
            "tensor '" + tensor.name() + "' ends beyond the file: it is cut short");
      }
      if (tensor.begin() != at) {
        throw new IOException(
            "tensor '"
                + tensor.name()
                + (tensor.begin() < at
                    ? "' overlaps the one before it"
                    : "' leaves a gap before it"));
      }
      at = tensor.end();
    }
    if (at != dataBytes) {
      throw new IOException((dataBytes - at) + " bytes after the last tensor belong to none");
    }
  }

  byte[] json() {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = root.putObject(METADATA);
      metadata.forEach(node::put);
    }
    for (StoredTensor tensor : tensors.values()) {
      ObjectNode node = root.putObject(tensor.name()).put("dtype", tensor.type().name());
      ArrayNode shape = node.putArray("shape");
      tensor.shape().forEach(shape::add);
      node.putArray("data_offsets").add(tensor.begin()).add(tensor.end());
    }
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }
}
