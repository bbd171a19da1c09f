package mugs.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.source.PictureSource;

/** The pictures of an evaluation that cannot be read and were left out, by source. */
final class UnreadableList {
  private static final int NAMED = 3;
  private static final int MOST_LISTED = 1000;
  private static final String TRAIN = "train";
  private static final String TEST = "test";

  private final Map<Place, Map<String, String>> byPlace = new LinkedHashMap<>();
  private final List<Untold> untold = new ArrayList<>();

  /**
   * A source: names alone do not tell them apart, nor do fingerprints of copies.
   *
   * @param set of pictures, where there are several
   * @param part {@code train} or {@code test}, where there are two sources
   * @param source its name
   */
  private record Place(String set, String part, String source) {}

  private record Untold(Place place, String path, String reason) {

    /** Returns it in words, which say in which part it is if need be. */
    String words(boolean parted) {
      String part = place.part.equals(TRAIN) ? " to learn from" : " to be tested";
      return "%s%s (%s)".formatted(path, parted ? part : "", reason);
    }
  }

  /**
   * Adds pictures of a source that is learnt from and tested; those that are known count once.
   *
   * @param reasons by index in it
   */
  void add(PictureSource source, SortedMap<Integer, String> reasons) {
    add(new Place("", "", source.name()), byPath(source, reasons));
  }

  /** Adds those that have no features. */
  void add(DividedFeatures features) {
    Division division = features.division();
    add(
        "",
        division,
        byPath(division.train(), features.train().unreadable()),
        byPath(division.test(), features.test().unreadable()));
  }

  /**
   * Adds pictures; those that are known count once. Their sources are in the list, also if all can
   * be read.
   *
   * @param set that the division is of; empty where there is one alone
   * @param division of the pictures
   * @param train those to learn from, reasons by path
   * @param test those to be tested, reasons by path
   */
  void add(String set, Division division, Map<String, String> train, Map<String, String> test) {
    boolean one = division.isOneSource();
    add(new Place(set, one ? "" : TRAIN, division.train().name()), train);
    add(new Place(set, one ? "" : TEST, division.test().name()), test);
  }

  private void add(Place place, Map<String, String> reasons) {
    Map<String, String> known = byPlace.computeIfAbsent(place, n -> new LinkedHashMap<>());
    reasons.forEach(
        (path, reason) -> {
          if (known.putIfAbsent(path, reason) == null) {
            untold.add(new Untold(place, path, reason));
          }
        });
  }

  /** Returns reasons by path. */
  static Map<String, String> byPath(PictureSource source, SortedMap<Integer, String> reasons) {
    Map<String, String> byPath = new LinkedHashMap<>();
    reasons.forEach((index, reason) -> byPath.put(source.path(index), reason));
    return byPath;
  }

  /** Warns of those that were added since the last warning, the first few by name. */
  void warn(PrintWriter err) {
    if (!untold.isEmpty()) {
      boolean parted = untold.stream().map(each -> each.place.part).distinct().count() > 1;
      err.printf(
          "Warning: %s cannot be read and %s left out: %s%s%n",
          Counted.of(untold.size(), "picture"),
          untold.size() == 1 ? "is" : "are",
          untold.stream()
              .limit(NAMED)
              .map(each -> each.words(parted))
              .collect(Collectors.joining(", ")),
          untold.size() > NAMED ? " and %d more".formatted(untold.size() - NAMED) : "");
      err.flush();
      untold.clear();
    }
  }

  /** Returns them for machines: of each source the number, and the first thousand with reasons. */
  List<Map<String, Object>> forMachines() {
    List<Map<String, Object>> sources = new ArrayList<>();
    byPlace.forEach(
        (place, reasons) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          if (!place.set.isEmpty()) {
            row.put("set", place.set);
          }
          if (!place.part.isEmpty()) {
            row.put("part", place.part);
          }
          row.put("source", place.source);
          row.put("count", reasons.size());
          row.put(
              "pictures",
              reasons.entrySet().stream()
                  .limit(MOST_LISTED)
                  .map(
                      each ->
                          FrozenCommand.row("picture", each.getKey(), "reason", each.getValue()))
                  .toList());
          sources.add(row);
        });
    return sources;
  }
}
