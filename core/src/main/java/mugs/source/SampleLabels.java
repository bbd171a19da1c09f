package mugs.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the labels that lie beside a picture: {@code .cls}, a class, and {@code .json}, fields. */
final class SampleLabels {
  /** The level that {@code .cls} files make. */
  static final String CLASS = "class";

  /** The field of JSON that says which of the others are labels, coarsest first. */
  static final String LEVELS = "levels";

  /** Labels are short: what is longer is something else. */
  static final int MOST_BYTES = 1 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  private SampleLabels() {}

  /** Takes what lies beside a picture. */
  interface Taker {
    /** Takes a class at a level. */
    void label(String level, String value);

    /** Takes the names of the levels, where the sample says them; they come before the classes. */
    void levels(List<String> names);
  }

  /** Tells whether a member's ending, without the dot, is that of labels. */
  static boolean isEnding(String ending) {
    String lower = ending.toLowerCase(Locale.ROOT);
    return lower.equals("cls") || lower.equals("json");
  }

  /**
   * Reads labels.
   *
   * @param ending of the member, {@code cls} or {@code json}
   * @param bytes of it
   * @param labels takes them
   * @throws IOException if the JSON is broken, or is no object
   */
  static void read(String ending, byte[] bytes, Taker labels) throws IOException {
    if (ending.toLowerCase(Locale.ROOT).equals("cls")) {
      labels.label(CLASS, new String(bytes, StandardCharsets.UTF_8));
      return;
    }
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("expected a JSON object");
      }
      readFields(parser, labels);
    }
  }

  /**
   * Reads the fields of an object whose brace was read; nested values, and fractions, are skipped:
   * they are no classes.
   */
  static void readFields(JsonParser parser, Taker labels) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY && field.equals(LEVELS)) {
        List<String> names = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
          names.add(parser.getText());
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
          throw new IOException("\"levels\" is no list of names");
        }
        labels.levels(names);
      } else if (value.isStructStart()) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_NUMBER_FLOAT) {
        labels.label(field, parser.getText());
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the JSON object does not end");
    }
  }
}
