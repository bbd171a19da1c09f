package mugs.app.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mugs.measure.GranularityFigures;

/**
 * How the trained network stands to a baseline, in a sentence.
 *
 * @param outcome above, level or below
 * @param words the sentence
 */
record Verdict(Outcome outcome, String words) {

  /** The two things that training has to beat, as a sentence names them. */
  private static final String RAW_PIXELS = "raw pixels";

  private static final String UNTRAINED = "the untrained network";

  /** A difference that chance alone makes now and then is none. */
  enum Outcome {
    ABOVE("beats"),
    LEVEL("is level with"),
    BELOW("is below");

    private final String verb;

    Outcome(String verb) {
      this.verb = verb;
    }

    /**
     * Compares two shares: level where they print the same, or are no more than two standard errors
     * of their difference apart. Means over classes have larger errors than this takes them to
     * have.
     *
     * @param trained share of the trained network
     * @param baseline share of the baseline
     * @param queries that both are shares of
     */
    static Outcome of(double trained, double baseline, int queries) {
      double errors =
          Math.hypot(
              ScoreSection.twoErrors(trained, queries), ScoreSection.twoErrors(baseline, queries));
      if (Markup.tenths(trained) == Markup.tenths(baseline)
          || Math.abs(trained - baseline) <= errors) {
        return LEVEL;
      }
      return trained > baseline ? ABOVE : BELOW;
    }
  }

  /** Returns the sentences on one block: for each baseline where it is beaten and where not. */
  static List<Verdict> of(ScoreBlock block) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.addAll(against(RAW_PIXELS, block.rawPixels(), block));
    verdicts.addAll(against(UNTRAINED, block.untrained(), block));
    return List.copyOf(verdicts);
  }

  /** Returns one sentence on both baselines. */
  static String headline(ScoreBlock block) {
    List<Granularity> all = block.granularities();
    List<Granularity> won =
        all.stream()
            .filter(
                g ->
                    Stream.of(block.rawPixels(), block.untrained())
                        .allMatch(baseline -> outcome(g, block, baseline) == Outcome.ABOVE))
            .toList();
    if (won.size() == all.size()) {
      return "The trained network beats both raw pixels and the untrained network at "
          + everyOf(all)
          + ".";
    }
    String lost = join(all.stream().filter(g -> !won.contains(g)).map(Granularity::label).toList());
    return won.isEmpty()
        ? "The trained network does not beat both raw pixels and the untrained network at any"
            + " granularity."
        : "The trained network beats both raw pixels and the untrained network at %s, but not at %s."
            .formatted(join(won.stream().map(Granularity::label).toList()), lost);
  }

  private static List<Verdict> against(String name, GranularityFigures baseline, ScoreBlock block) {
    List<Verdict> verdicts = new ArrayList<>();
    List<Granularity> all = block.granularities();
    for (Outcome outcome : Outcome.values()) {
      List<Granularity> these =
          all.stream().filter(g -> outcome(g, block, baseline) == outcome).toList();
      if (!these.isEmpty()) {
        String where = these.size() == all.size() ? everyOf(all) + ": " : "";
        List<String> figures =
            these.stream().map(g -> figures(g, block.trained(), baseline, outcome)).toList();
        verdicts.add(
            new Verdict(
                outcome,
                "The trained network %s %s at %s%s."
                    .formatted(outcome.verb, name, where, join(figures))));
      }
    }
    return verdicts;
  }

  private static Outcome outcome(Granularity at, ScoreBlock block, GranularityFigures baseline) {
    return Outcome.of(
        at.of(block.trained()).orElseThrow(), at.of(baseline).orElseThrow(), block.pictures());
  }

  private static String figures(
      Granularity at, GranularityFigures trained, GranularityFigures baseline, Outcome outcome) {
    String figure = Markup.percent(at.of(trained).orElseThrow());
    String other = Markup.percent(at.of(baseline).orElseThrow());
    return figure.equals(other)
        ? "%s (both %s)".formatted(at.label(), figure)
        : "%s (%s against %s%s)"
            .formatted(
                at.label(), figure, other, outcome == Outcome.LEVEL ? ", within chance" : "");
  }

  private static String everyOf(List<Granularity> all) {
    return all.size() == 3 ? "all three granularities" : "both granularities";
  }

  /** Returns {@code a}, {@code a and b} or {@code a, b and c}. */
  private static String join(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : parts.subList(0, last).stream().collect(joining(", ")) + " and " + parts.get(last);
  }
}
