package mugs.train;

import java.util.List;

/**
 * A recipe that cannot be used. The message is one line that names the file, the line and the key,
 * and says what is allowed.
 */
public final class RecipeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<String> keys;

  /**
   * Refuses a recipe.
   *
   * @param message one line for the user
   * @param keys at fault, such as {@code optimiser.batch}; none where it is not about a key
   */
  RecipeException(String message, String... keys) {
    super(message);
    this.keys = List.of(keys);
  }

  /** Returns the keys at fault, such as {@code optimiser.batch}; none where no key is. */
  public List<String> keys() {
    return keys;
  }

  /** Returns the same refusal with the place in front of it. */
  RecipeException at(String place) {
    return new RecipeException(place + ": " + getMessage(), keys.toArray(String[]::new));
  }
}
