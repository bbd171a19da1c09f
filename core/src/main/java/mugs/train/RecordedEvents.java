package mugs.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import mugs.engine.FileFailure;
import mugs.train.PretrainingListener.Measurement;

/** The events of a run, read back; what {@link Events} makes and {@link EventLog} writes. */
final class RecordedEvents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_QUOTE = 60;

  private final Map<String, List<RunHistory.Value>> losses = new LinkedHashMap<>();
  private final Map<String, List<RunHistory.Value>> figures = new LinkedHashMap<>();
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<RunHistory.Warning> warnings = new ArrayList<>();
  private Optional<RunHistory.Failure> failure = Optional.empty();
  private long steps;

  private RecordedEvents() {}

  /**
   * Reads all events. What follows the last end of a line is still being written, and is left out
   * unless it is whole.
   *
   * @throws IOException naming file and line, if there is no event or one cannot be understood
   */
  static RecordedEvents read(Path file) throws IOException {
    RecordedEvents events = new RecordedEvents();
    int number = 0;
    int understood = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (Optional<Line> next = line(in); next.isPresent(); next = line(in)) {
        number++;
        Optional<JsonNode> event = parse(next.get().text());
        if (event.isPresent()) {
          events.add(event.get());
          understood++;
        } else if (next.get().ended()) {
          throw new IOException(
              ("%s, line %d is no event: expected a JSON object with \"event\" and \"step\", found"
                      + " '%s'; delete the line, or take the file from a copy")
                  .formatted(file, number, brief(next.get().text())));
        }
      }
    } catch (NoSuchFileException e) {
      throw nothingIn(file);
    } catch (FileSystemException e) {
      throw new IOException("cannot read " + file + ": " + FileFailure.reason(e), e);
    }
    if (understood == 0) {
      throw nothingIn(file);
    }
    return events;
  }

  private static IOException nothingIn(Path file) {
    return new IOException("%s has no event yet: wait until the run has begun".formatted(file));
  }

  /** A line, and whether its end was there too. */
  private record Line(String text, boolean ended) {}

  private static Optional<Line> line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int read = in.read();
    boolean nothing = read < 0;
    while (read >= 0 && read != '\n') {
      bytes.write(read);
      read = in.read();
    }
    return nothing
        ? Optional.empty()
        : Optional.of(new Line(bytes.toString(StandardCharsets.UTF_8), read == '\n'));
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      boolean whole = event.path("event").isTextual() && event.path("step").isIntegralNumber();
      return whole ? Optional.of(event) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static String brief(String line) {
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
  }

  /** Takes in an event; one of a kind that is not known here is for others. */
  private void add(JsonNode event) {
    long step = event.get("step").longValue();
    switch (event.get("event").textValue()) {
      case "step" -> {
        steps = Math.max(steps, step);
        event.path("losses").properties().forEach(e -> add(losses, e, step));
        event
            .properties()
            .forEach(
                e -> {
                  if (!e.getKey().equals("step")) {
                    add(figures, e, step);
                  }
                });
      }
      case "knn" -> {
        steps = Math.max(steps, step);
        Map<String, Double> top1 = new LinkedHashMap<>();
        event
            .path("top1")
            .properties()
            .forEach(e -> number(e.getValue()).ifPresent(x -> top1.put(e.getKey(), x)));
        measurements.add(
            new Measurement(
                step, top1, event.path("gallery").intValue(), event.path("queries").intValue()));
      }
      case "warning" -> warnings.add(new RunHistory.Warning(step, event.path("warning").asText()));
      case "failure" ->
          failure =
              Optional.of(
                  new RunHistory.Failure(
                      step, event.path("reason").asText(), event.path("advice").asText()));
      case "start", "resume" -> {
        steps = Math.max(steps, step);
        failure = Optional.empty();
      }
      default -> {}
    }
  }

  private static void add(
      Map<String, List<RunHistory.Value>> curves, Map.Entry<String, JsonNode> entry, long step) {
    number(entry.getValue())
        .ifPresent(
            value ->
                curves
                    .computeIfAbsent(entry.getKey(), unseen -> new ArrayList<>())
                    .add(new RunHistory.Value(step, value)));
  }

  /** JSON has no word for what is not finite; it is written as text. */
  private static OptionalDouble number(JsonNode value) {
    if (value.isNumber()) {
      return OptionalDouble.of(value.doubleValue());
    }
    return switch (value.asText()) {
      case "NaN" -> OptionalDouble.of(Double.NaN);
      case "Infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }

  Map<String, List<RunHistory.Value>> losses() {
    return losses;
  }

  Map<String, List<RunHistory.Value>> figures() {
    return figures;
  }

  List<Measurement> measurements() {
    return measurements;
  }

  List<RunHistory.Warning> warnings() {
    return warnings;
  }

  /** Returns the failure that nothing came after, if there is one. */
  Optional<RunHistory.Failure> failure() {
    return failure;
  }

  /** Returns the steps done, as far as the events tell. */
  long steps() {
    return steps;
  }
}
