package mugs.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import mugs.evaluate.DividedFeatures;
import mugs.source.PictureSource;

/** The pictures of an evaluation that cannot be read and were left out, by source. */
final class UnreadableList {
  private static final int NAMED = 3;
  private static final int MOST_LISTED = 1000;

  private final Map<String, Map<String, String>> bySource = new LinkedHashMap<>();
  private final Map<String, String> untold = new LinkedHashMap<>();

  /**
   * Adds pictures; those that are known count once.
   *
   * @param source that they are in, by name; it is in the list, also if all can be read
   * @param reasons by path
   */
  void add(String source, Map<String, String> reasons) {
    Map<String, String> known = bySource.computeIfAbsent(source, n -> new LinkedHashMap<>());
    reasons.forEach(
        (path, reason) -> {
          if (known.putIfAbsent(path, reason) == null) {
            untold.put(path, reason);
          }
        });
  }

  /**
   * Adds pictures.
   *
   * @param source they are in
   * @param reasons by index in it
   */
  void addByIndex(PictureSource source, SortedMap<Integer, String> reasons) {
    Map<String, String> byPath = new LinkedHashMap<>();
    reasons.forEach((index, reason) -> byPath.put(source.path(index), reason));
    add(source.name(), byPath);
  }

  /** Adds those that have no features. */
  void add(DividedFeatures features) {
    addByIndex(features.division().train(), features.train().unreadable());
    addByIndex(features.division().test(), features.test().unreadable());
  }

  /** Warns of those that were added since the last warning, the first few by name. */
  void warn(PrintWriter err) {
    if (!untold.isEmpty()) {
      err.printf(
          "Warning: %s cannot be read and %s left out: %s%s%n",
          Counted.of(untold.size(), "picture"),
          untold.size() == 1 ? "is" : "are",
          untold.entrySet().stream()
              .limit(NAMED)
              .map(each -> "%s (%s)".formatted(each.getKey(), each.getValue()))
              .collect(Collectors.joining(", ")),
          untold.size() > NAMED ? " and %d more".formatted(untold.size() - NAMED) : "");
      err.flush();
      untold.clear();
    }
  }

  /** Returns all of them, reasons by path by source. */
  Map<String, Map<String, String>> bySource() {
    return Collections.unmodifiableMap(bySource);
  }

  /** Returns them for machines: of each source the number, and the first thousand with reasons. */
  List<Map<String, Object>> forMachines() {
    List<Map<String, Object>> sources = new ArrayList<>();
    bySource.forEach(
        (source, reasons) ->
            sources.add(
                FrozenCommand.row(
                    "source", source,
                    "count", reasons.size(),
                    "pictures",
                        reasons.entrySet().stream()
                            .limit(MOST_LISTED)
                            .map(
                                each ->
                                    FrozenCommand.row(
                                        "picture", each.getKey(), "reason", each.getValue()))
                            .toList())));
    return sources;
  }
}
