package mugs.load;

/**
 * How many pictures that cannot be read an evaluation goes without.
 *
 * @param most of those to learn from, and of those to be tested, from 0 to 1; above 0 a single one
 *     always may be left out, however small the collection
 * @param setting that a person raises to allow more; empty if there is none
 */
public record UnreadableShare(double most, String setting) {

  /** One in a hundred. */
  public static final UnreadableShare USUAL = new UnreadableShare(0.01, "");

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is below 0 or above 1
   */
  public UnreadableShare {
    if (!(most >= 0 && most <= 1)) {
      throw new IllegalArgumentException(
          "the share of pictures that may be unreadable is from 0 to 1, not " + most);
    }
  }
}
