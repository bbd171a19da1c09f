package mugs.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Map;
import java.util.TreeMap;

/** Texts as a JSON object, keys in order. */
final class JsonText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonText() {}

  static String of(Map<String, String> texts) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("texts that are no JSON: " + texts.keySet(), e);
    }
  }
}
