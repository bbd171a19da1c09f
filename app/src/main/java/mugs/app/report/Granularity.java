package mugs.app.report;

import java.util.OptionalDouble;
import mugs.measure.GranularityFigures;

/** The three granularities, finest first, with the words and the colour the page gives them. */
public enum Granularity {
  /** The single picture. */
  INSTANCE(
      "instance",
      "s2",
      "Is the nearest picture in the gallery the very picture that the query was cut from?"),
  /** The few pictures most alike. */
  LOCAL_GROUP(
      "local group",
      "s1",
      "Own picture aside, is the nearest picture from the query's local group, the finer labels?"),
  /** The broad kind. */
  GROUP(
      "group",
      "s0",
      "Own picture aside, is the nearest picture from the query's group, the coarser labels?");

  private final String label;
  private final String colour;
  private final String question;

  Granularity(String label, String colour, String question) {
    this.label = label;
    this.colour = colour;
    this.question = question;
  }

  /** Returns the name for readers. */
  public String label() {
    return label;
  }

  /** Returns the style class of its colour. */
  String colour() {
    return colour;
  }

  /** Returns what its figure asks of each query. */
  String question() {
    return question;
  }

  /** Returns its figure, where it was measured. */
  OptionalDouble of(GranularityFigures figures) {
    return switch (this) {
      case INSTANCE -> figures.instance();
      case LOCAL_GROUP -> OptionalDouble.of(figures.localGroup());
      case GROUP -> OptionalDouble.of(figures.group());
    };
  }
}
