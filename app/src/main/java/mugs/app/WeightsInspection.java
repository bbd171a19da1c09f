package mugs.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mugs.embed.NetworkDescription;
import mugs.embed.WeightsFile;
import mugs.exchange.ForeignFile;
import mugs.exchange.WeightsComparison;
import mugs.exchange.WeightsFacts;
import mugs.vit.VitSettings;

/**
 * What there is to know of a file of weights, and of how it differs from another.
 *
 * @param facts of the file
 * @param other file that it is compared with
 * @param comparison of the two
 */
record WeightsInspection(
    WeightsFacts facts, Optional<Path> other, Optional<WeightsComparison> comparison)
    implements Inspection {
  private static final Pattern NAMES = Pattern.compile("(?i).*\\.(safetensors|pth|pt|ckpt)");
  private static final int SHOWN_VALUES = 40;
  private static final int SHOWN_NAMES = 12;
  private static final int LONGEST_VALUE = 80;

  /** Returns what a user names as a path; empty if it cannot be one. */
  static Optional<Path> path(String named) {
    try {
      return Optional.of(Path.of(named));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the weights file that a user means, if it is one.
   *
   * @param named a file, a checkpoint's folder or a run's
   */
  static Optional<Path> weights(String named) {
    try {
      Path path = Path.of(named);
      if (Files.isDirectory(path)) {
        return Optional.of(WeightsFile.find(path));
      }
      return Files.isRegularFile(path)
              && (NAMES.matcher(named).matches() || ForeignFile.looksLikeOne(path))
          ? Optional.of(path)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Looks at a file, and compares it with another.
   *
   * @throws IOException if one is no file of weights
   */
  static WeightsInspection of(Path file, Optional<Path> other) throws IOException {
    WeightsFacts facts = WeightsFacts.read(file);
    return new WeightsInspection(
        facts,
        other,
        other.isPresent()
            ? Optional.of(WeightsComparison.of(file, other.get()))
            : Optional.empty());
  }

  @Override
  public void print(PrintWriter out) {
    line(
        out,
        facts.path() + ":",
        format(
            "%s, %,d tensors with %,d values, %,d bytes",
            facts.format(), facts.tensors().size(), facts.count(), facts.bytes()));
    line(out, "network", facts.network());
    facts.settings().ifPresent(vit -> line(out, "backbone", inWords(vit)));
    facts.told().ifPresent(told -> line(out, "pictures", inWords(told)));
    if (comparison.isPresent()) {
      printComparison(out, comparison.get());
      return;
    }
    Map<String, Object> values = shownValues();
    values.entrySet().stream()
        .limit(SHOWN_VALUES)
        .forEach(
            entry ->
                line(
                    out,
                    "value",
                    ForeignFile.printable(entry.getKey()) + " " + shortened(entry.getValue())));
    if (values.size() > SHOWN_VALUES) {
      line(out, "value", "and %d more".formatted(values.size() - SHOWN_VALUES));
    }
    int width = facts.tensors().keySet().stream().mapToInt(String::length).max().orElse(1);
    facts
        .tensors()
        .forEach(
            (name, tensor) ->
                line(
                    out,
                    "tensor",
                    format(
                        "%-" + width + "s  %-4s %s",
                        ForeignFile.printable(name),
                        tensor.type(),
                        tensor.shape())));
  }

  private static String inWords(VitSettings vit) {
    return "%d wide, %d blocks, %d heads, patches of %d pixels, pictures of %d"
        .formatted(vit.width(), vit.blocks(), vit.heads(), vit.patchSize(), vit.imageSize());
  }

  private static String inWords(NetworkDescription told) {
    return "mean %s, deviation %s; epsilon of layer normalisation %s"
        .formatted(numbers(told.mean()), numbers(told.deviation()), told.vit().layerNormEpsilon());
  }

  private static String numbers(List<Double> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** The optimiser's are many, and tell little. */
  private Map<String, Object> shownValues() {
    Map<String, Object> values = new LinkedHashMap<>(facts.values());
    values.keySet().removeIf(name -> name.startsWith("optimizer/"));
    return values;
  }

  private static String shortened(Object value) {
    String text = value instanceof byte[] bytes ? bytes.length + " bytes" : value.toString();
    long lines = text.lines().count();
    String first = text.lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
    String cut = first.length() > LONGEST_VALUE ? first.substring(0, LONGEST_VALUE) + "..." : first;
    return lines > 1 ? "%s ... (%d lines)".formatted(cut, lines) : cut;
  }

  private void printComparison(PrintWriter out, WeightsComparison comparison) {
    line(
        out,
        "compared",
        "with %s%s: %s"
            .formatted(
                other.map(Path::toString).orElse(""),
                comparison.ourNames() ? ", the networks' tensors by their names here" : "",
                comparison.equal() ? "equal" : "not equal"));
    names(out, "missing", comparison.missing());
    names(out, "left over", comparison.leftOver());
    names(
        out,
        "other shape",
        comparison.otherShapes().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList());
    line(
        out,
        "in both",
        "%d tensors, %d of them equal"
            .formatted(
                comparison.differences().size(),
                comparison.differences().values().stream()
                    .filter(difference -> difference.largest() == 0)
                    .count()));
    comparison
        .largest()
        .filter(entry -> entry.getValue().largest() > 0)
        .ifPresent(
            entry ->
                line(
                    out,
                    "difference",
                    format(
                        "at most %.3g, in %s, whose largest value is %.3g",
                        entry.getValue().largest(),
                        ForeignFile.printable(entry.getKey()),
                        entry.getValue().scale())));
  }

  private static void names(PrintWriter out, String head, List<String> names) {
    if (!names.isEmpty()) {
      line(
          out,
          head,
          names.size()
              + ": "
              + names.stream()
                  .limit(SHOWN_NAMES)
                  .map(ForeignFile::printable)
                  .collect(Collectors.joining(", "))
              + (names.size() > SHOWN_NAMES ? ", ..." : ""));
    }
  }

  private static void line(PrintWriter out, String head, String words) {
    out.println(format("%-12s%s%s", head, head.length() < 12 ? "" : " ", words));
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", "weights");
    fields.put("file", facts.path().toString());
    fields.put("format", facts.format());
    fields.put("bytes", facts.bytes());
    fields.put("values", facts.count());
    fields.put("network", facts.network());
    facts
        .settings()
        .ifPresent(
            vit -> {
              fields.put("imageSize", vit.imageSize());
              fields.put("patchSize", vit.patchSize());
              fields.put("width", vit.width());
              fields.put("blocks", vit.blocks());
              fields.put("heads", vit.heads());
              fields.put("channels", vit.channels());
              fields.put("layerNormEpsilon", vit.layerNormEpsilon());
            });
    facts
        .told()
        .ifPresent(
            told -> {
              fields.put("mean", told.mean());
              fields.put("deviation", told.deviation());
            });
    Map<String, String> metadata = new LinkedHashMap<>();
    facts
        .values()
        .forEach(
            (name, value) ->
                metadata.put(
                    name, value instanceof byte[] bytes ? bytes.length + " bytes" : "" + value));
    fields.put("metadata", metadata);
    fields.put(
        "tensors",
        facts.tensors().entrySet().stream()
            .map(
                entry ->
                    Map.of(
                        "name",
                        entry.getKey(),
                        "type",
                        entry.getValue().type().toString(),
                        "shape",
                        entry.getValue().shape()))
            .toList());
    comparison.ifPresent(compared -> fields.put("comparison", fields(compared)));
    return fields;
  }

  private Map<String, Object> fields(WeightsComparison compared) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("with", other.map(Path::toString).orElse(""));
    fields.put("equal", compared.equal());
    fields.put("missing", compared.missing());
    fields.put("leftOver", compared.leftOver());
    fields.put("otherShapes", compared.otherShapes());
    Map<String, Double> differences = new LinkedHashMap<>();
    compared
        .differences()
        .forEach(
            (name, difference) ->
                differences.put(name, Math.min(difference.largest(), Double.MAX_VALUE)));
    fields.put("differences", differences);
    return fields;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
