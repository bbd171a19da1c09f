package mugs.app;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.source.LabelLevel;

/**
 * Says what makes figures worse or too good.
 *
 * @param err where it is said
 */
record DivisionWarnings(PrintWriter err) {
  /** What becomes of pictures whose class is not learnt, where they have an answer. */
  static final String COUNTED_AS_WRONG = "counted as wrong";

  /**
   * Warns of all that features tell.
   *
   * @param labels of their rows, coarsest level first
   * @param countsCopies whether pictures that are stored twice make figures too good
   * @param unknown what becomes of pictures whose class is not learnt, such as {@link
   *     #COUNTED_AS_WRONG}
   */
  void ofFeatures(
      DividedFeatures features, List<LabelPair> labels, boolean countsCopies, String unknown) {
    Division division = features.division();
    if (countsCopies) {
      ofCopies(division.kind(), features.shared());
    }
    labels.forEach(pair -> ofUnknown(pair, unknown));
    ofAlone(division, labels.stream().map(LabelPair::level).toList());
  }

  /**
   * Warns of pictures that are alone in their class at the finest level, where a share of each
   * class is tested: they are only learnt from, so the others may be of a kind.
   *
   * @param levels names of those that are measured, coarsest first
   */
  void ofAlone(Division division, List<String> levels) {
    String finest = levels.get(levels.size() - 1);
    long alone =
        division.train().levels().stream()
            .filter(level -> level.name().equals(finest))
            .mapToLong(DivisionWarnings::alone)
            .sum();
    if (division.kind() == Division.Kind.CUT && alone > 0) {
      warn(
          "learnt from and never tested, being alone in a class of level %s: %s%s",
          finest,
          Counted.of(alone, "picture"),
          levels.size() > 1
              ? "; so figures of the other levels are of the rest too, --label measures one on all"
              : "");
    }
  }

  private static long alone(LabelLevel level) {
    int[] pictures = new int[level.classes().size()];
    for (int label : level.labels()) {
      pictures[label]++;
    }
    return Arrays.stream(pictures).filter(count -> count == 1).count();
  }

  /** Warns of pictures that are stored more than once, if there are any. */
  void ofCopies(Division.Kind kind, int pictures) {
    if (pictures > 0) {
      warn(
          kind.isBoth()
              ? "%,d of the pictures are stored more than once, byte by byte the same: figures are too good"
              : "%,d of the pictures to be tested %s, byte by byte the same, among those to learn from: figures are too good",
          pictures,
          pictures == 1 ? "is" : "are");
    }
  }

  /** Warns of classes that are tested and not learned, if there are any. */
  void ofUnknown(LabelPair labels) {
    ofUnknown(labels, COUNTED_AS_WRONG);
  }

  private void ofUnknown(LabelPair labels, String become) {
    if (!labels.unknown().isEmpty()) {
      warn(
          "of the pictures to be tested %,d %s a class at level %s that no picture to learn from has, such as %s: %s",
          labels.unknownPictures(),
          labels.unknownPictures() == 1 ? "has" : "have",
          labels.level(),
          labels.unknown().get(0),
          become);
    }
  }

  /**
   * Warns of classes of which no label is known, if there are any.
   *
   * @param labels name of the known ones
   * @param level of the source to learn from
   * @param pictures indices of all that may be learned from
   * @param known indices of those whose labels are known
   */
  void ofUnlabelled(String labels, LabelLevel level, int[] pictures, int[] known) {
    Set<Integer> all = classes(level, pictures);
    Set<Integer> without = new TreeSet<>(all);
    without.removeAll(classes(level, known));
    if (!without.isEmpty()) {
      warn(
          "%s: %,d of the %,d classes at level %s %s no known label, such as %s: what is tested of %s counts as wrong",
          labels,
          without.size(),
          all.size(),
          level.name(),
          without.size() == 1 ? "has" : "have",
          level.classes().get(without.iterator().next()),
          without.size() == 1 ? "it" : "them");
    }
  }

  private static Set<Integer> classes(LabelLevel level, int[] pictures) {
    return Arrays.stream(pictures)
        .mapToObj(picture -> level.labels()[picture])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void warn(String format, Object... values) {
    err.println("Warning: " + String.format(Locale.ROOT, format, values));
    err.flush();
  }
}
