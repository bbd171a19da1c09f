package mugs.exchange;

import java.util.Optional;
import java.util.OptionalInt;
import mugs.vit.VitSettings;

/**
 * What a file of weights does not tell of itself.
 *
 * @param network which of several that a file holds: a word of its name, such as {@code student}.
 *     Without it the teacher is taken, or the only one there is
 * @param heads of attention. Without them one is 64 wide, as in the published vision transformers
 * @param layerNormEpsilon added to the variance in every layer normalisation
 */
public record ImportOptions(Optional<String> network, OptionalInt heads, double layerNormEpsilon) {

  /** The usual: the teacher, heads 64 wide, epsilon 1e-6. */
  public static final ImportOptions USUAL =
      new ImportOptions(Optional.empty(), OptionalInt.empty(), VitSettings.LAYER_NORM_EPSILON);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if heads or epsilon are not above 0
   */
  public ImportOptions {
    if (heads.isPresent() && heads.getAsInt() < 1) {
      throw new IllegalArgumentException("a network has at least one head");
    }
    if (!(layerNormEpsilon > 0 && layerNormEpsilon < 1)) {
      throw new IllegalArgumentException(
          "the epsilon of a layer normalisation lies between 0 and 1");
    }
  }
}
