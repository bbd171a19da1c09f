package mugs.train;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Most pictures that a worker takes at a time. In a recipe it is written as a whole number, 0 for
 * an equal part of the batch, or {@code auto}.
 *
 * @param images how many; 0 for an equal part of the batch, -1 for as many as fit the memory
 */
public record MicroBatch(int images) {

  /** As many as fit {@code run.memory}; settled when a run begins, see {@link StepMemory}. */
  public static final MicroBatch AUTO = new MicroBatch(-1);

  private static final String AUTO_WORD = "auto";

  /**
   * Reads what a recipe says.
   *
   * @throws NumberFormatException if it is neither {@code auto} nor a whole number from 0
   */
  public static MicroBatch parse(String text) {
    return text.equals(AUTO_WORD) ? AUTO : new MicroBatch(whole(text));
  }

  private static int whole(String text) {
    if (!text.matches("\\d+")) {
      throw new NumberFormatException(text);
    }
    return Integer.parseInt(text);
  }

  /** Returns whether it is to be settled yet. */
  public boolean isAuto() {
    return images < 0;
  }

  /** Returns what a recipe says. */
  @Override
  @JsonValue
  public String toString() {
    return isAuto() ? AUTO_WORD : Integer.toString(images);
  }
}
