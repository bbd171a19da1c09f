package mugs.app.report;

import java.util.List;
import mugs.image.RgbImage;

/**
 * Query pictures with their nearest gallery pictures before and after training.
 *
 * @param beforeTitle what looked them up before, such as {@code untrained network}
 * @param afterTitle what looked them up after, such as {@code trained network}
 * @param selection how the queries were chosen, in a sentence
 * @param rows one a query
 */
public record NeighbourGrid(
    String beforeTitle, String afterTitle, String selection, List<Row> rows) {

  /** Copies the rows. */
  public NeighbourGrid {
    rows = List.copyOf(rows);
  }

  /**
   * A picture under its name.
   *
   * @param name for readers
   * @param pixels small: they are shown at about 50 pixels a side, and written into the page
   */
  public record Picture(String name, RgbImage pixels) {}

  /**
   * One query.
   *
   * @param query the picture looked up
   * @param before its neighbours before training, nearest first
   * @param after its neighbours after training, nearest first
   */
  public record Row(Picture query, List<Neighbour> before, List<Neighbour> after) {

    /** Copies the neighbours. */
    public Row {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * A picture found.
   *
   * @param picture found
   * @param match what it shares with the query
   */
  public record Neighbour(Picture picture, Match match) {}

  /** What a picture found shares with its query, most first. */
  public enum Match {
    /** It is the picture that the query was cut from. */
    OWN_PICTURE("the query's own picture", "s2"),
    /** It is of the same local group, and so of the same group. */
    LOCAL_GROUP("same local group", "s1"),
    /** It is of the same group alone. */
    GROUP("same group", "s0"),
    /** It is of another group. */
    OTHER("another group", "other"),
    /** The pictures have no labels. */
    UNLABELLED("", "other");

    private final String words;
    private final String colour;

    Match(String words, String colour) {
      this.words = words;
      this.colour = colour;
    }

    String words() {
      return words;
    }

    String colour() {
      return colour;
    }
  }
}
