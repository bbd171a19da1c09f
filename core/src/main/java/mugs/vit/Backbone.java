package mugs.vit;

import org.bytedeco.pytorch.Tensor;

/** What the method asks of a network that turns pictures into tokens. */
public interface Backbone {

  /**
   * Returns the tokens after the last block, before the final normalisation; the class token first.
   *
   * @param pixels {@code [images, 3, height, width]}, normalised
   * @param drop what to leave out
   * @return {@code [images, 1 + patches, width]}
   */
  Tensor tokens(Tensor pixels, DropPath drop);

  /**
   * Applies the final normalisation.
   *
   * @param tokens {@code [..., width]}
   * @return the same shape
   */
  Tensor normalise(Tensor tokens);

  /** Returns the width of a token. */
  int width();
}
