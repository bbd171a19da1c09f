package mugs.source;

import java.util.List;

/**
 * Stretches of a source that are read well only from front to back, such as the pictures of one
 * compressed archive.
 *
 * <p>Reading in any order is correct. It is fast where each stretch is gone through once, forward,
 * and no picture is asked for more than {@code window} pictures after its turn: the source keeps
 * what it passes by until it is asked for.
 *
 * @param runs the stretches, none of which overlap; a picture in none of them is read well in any
 *     order
 * @param window in pictures, at least 1
 */
public record ForwardRuns(List<Run> runs, int window) {

  /** Any order is read well. */
  public static final ForwardRuns NONE = new ForwardRuns(List.of(), 1);

  /**
   * Pictures one after the other.
   *
   * @param from the first one's index
   * @param to the last one's index, plus 1
   */
  public record Run(int from, int to) {

    /** Returns the number of pictures. */
    public int size() {
      return to - from;
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the window is below 1
   */
  public ForwardRuns {
    runs = List.copyOf(runs);
    if (window < 1) {
      throw new IllegalArgumentException("a window of " + window + " pictures: give at least 1");
    }
  }

  /** Returns whether any order is read well. */
  public boolean isEmpty() {
    return runs.isEmpty();
  }
}
