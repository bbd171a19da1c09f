package mugs.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.source.LabelLevel;

/**
 * Levels of so many classes, with hardly more than a picture each, that k-means on them takes most
 * of the time of an evaluation: its work grows with pictures times classes.
 */
final class CostlyLevels {
  /** Fewer are over soon. */
  private static final int FEWEST_CLASSES = 500;

  /** A level of this many pictures a class costs no more than others. */
  private static final int ENOUGH_PICTURES = 3;

  private CostlyLevels() {}

  /**
   * Returns what to say before the work begins, if there is such a level: how much it is, and how
   * to do with less.
   *
   * @param levels that are measured
   * @param shorter how the work is shortened, such as {@code fewer --restarts shorten it}
   */
  static Optional<String> warning(List<LabelLevel> levels, String shorter) {
    List<LabelLevel> costly = new ArrayList<>();
    List<LabelLevel> others = new ArrayList<>();
    levels.forEach(level -> (isCostly(level) ? costly : others).add(level));
    if (costly.isEmpty()) {
      return Optional.empty();
    }
    String what =
        costly.stream()
            .map(
                level ->
                    String.format(
                        Locale.ROOT,
                        "level %s, %,d classes of %,d pictures",
                        level.name(),
                        classes(level),
                        level.labels().length))
            .collect(Collectors.joining(", and "));
    String without =
        others.isEmpty()
            ? ""
            : "--label %s leaves it out, "
                .formatted(
                    ShellWord.of(
                        others.stream().map(LabelLevel::name).collect(Collectors.joining(","))));
    return Optional.of(
        "Most of the time of measuring goes to %s: %s%s".formatted(what, without, shorter));
  }

  private static boolean isCostly(LabelLevel level) {
    long classes = classes(level);
    return classes >= FEWEST_CLASSES && level.labels().length < ENOUGH_PICTURES * classes;
  }

  private static long classes(LabelLevel level) {
    return Arrays.stream(level.labels()).distinct().count();
  }
}
