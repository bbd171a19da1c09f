package mugs.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML into one flat map, {@code optimiser.batch} to its text and line.
 *
 * <p>Values stay text here: what {@code 010} or {@code yes} means is decided by the key, not by the
 * version of YAML.
 */
final class RecipeFile {

  private static final YAMLFactory YAML = new YAMLFactory();
  private static final Pattern MARK = Pattern.compile("line (\\d+), column");

  private final YAMLParser parser;
  private final String source;
  private final boolean hasLines;
  private final Map<String, RecipeSetting> settings = new LinkedHashMap<>();

  private RecipeFile(YAMLParser parser, String source, boolean hasLines) {
    this.parser = parser;
    this.source = source;
    this.hasLines = hasLines;
  }

  /**
   * Reads a recipe as it is written, its own keys alone.
   *
   * @param text of the file
   * @param source name of the file, for messages
   * @throws RecipeException if it is no YAML mapping, or has a key twice
   */
  static Map<String, RecipeSetting> read(String text, String source) {
    try (YAMLParser parser = YAML.createParser(text)) {
      RecipeFile file = new RecipeFile(parser, source, true);
      @Nullable JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new RecipeException(
            source
                + (first == null ? " is empty" : " is no recipe")
                + ": a recipe is made of lines 'key: value' below sections such as 'optimiser:'");
      }
      file.readSection("");
      if (parser.nextToken() != null) {
        throw new RecipeException(file.place() + ": a second document begins; a recipe is one");
      }
      return file.settings;
    } catch (JacksonException e) {
      throw new RecipeException(notYaml(e, source));
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  /**
   * Reads an assignment from the command line.
   *
   * @param assignment such as {@code optimiser.batch=64}
   * @throws RecipeException if it is none
   */
  static Map<String, RecipeSetting> readAssignment(String assignment) {
    String place = "--set " + assignment;
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new RecipeException(place + ": it takes KEY=VALUE, such as --set optimiser.batch=64");
    }
    String key = assignment.substring(0, equals).strip();
    try (YAMLParser parser = YAML.createParser(assignment.substring(equals + 1))) {
      RecipeFile value = new RecipeFile(parser, place, false);
      return Map.of(key, value.readValue(key, parser.nextToken()));
    } catch (JacksonException e) {
      throw new RecipeException(place + ": the value is not YAML");
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  private void readSection(String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        int before = settings.size();
        String place = place();
        readSection(key + ".");
        if (settings.size() == before) {
          put(key, new RecipeSetting(List.of(), false, place));
        }
      } else {
        put(key, readValue(key, token));
      }
    }
  }

  private void put(String key, RecipeSetting setting) {
    @Nullable RecipeSetting first = settings.putIfAbsent(key, setting);
    if (first != null) {
      throw new RecipeException(
          setting.place() + ": '" + key + "' stands here a second time, after " + first.place(),
          key);
    }
  }

  private RecipeSetting readValue(String key, @Nullable JsonToken token) throws IOException {
    String place = place();
    if (token == null || token == JsonToken.VALUE_NULL) {
      return new RecipeSetting(List.of(), false, place);
    }
    if (token.isScalarValue()) {
      return new RecipeSetting(List.of(scalar(key)), false, place);
    }
    List<String> parts = new ArrayList<>();
    boolean plain = token == JsonToken.START_ARRAY;
    while (plain && parser.nextToken() != JsonToken.END_ARRAY) {
      plain = parser.currentToken().isScalarValue();
      parts.add(plain ? scalar(key) : "");
    }
    if (!plain) {
      throw new RecipeException(place + ": '" + key + "' takes a value or a list of values", key);
    }
    return new RecipeSetting(parts, true, place);
  }

  private String scalar(String key) throws IOException {
    if (parser.isCurrentAlias()) {
      throw new RecipeException(
          place() + ": '" + key + "' refers to an anchor; write the value out", key);
    }
    return parser.getText();
  }

  private String place() {
    return hasLines ? source + ", line " + parser.currentTokenLocation().getLineNr() : source;
  }

  /** Takes the last marked line and the sentence before it out of the parser's long message. */
  private static String notYaml(JacksonException e, String source) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    String problem = "";
    for (String part : e.getOriginalMessage().lines().toList()) {
      Matcher mark = MARK.matcher(part);
      if (mark.find()) {
        line = Integer.parseInt(mark.group(1));
      } else if (!part.startsWith(" ") && !part.isBlank()) {
        problem = part;
      }
    }
    return source + ", line " + line + ": not YAML: " + problem;
  }
}
