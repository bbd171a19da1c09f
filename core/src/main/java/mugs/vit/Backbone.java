package mugs.vit;

import org.bytedeco.pytorch.Tensor;

/** What the method asks of a network that turns pictures into tokens. */
public interface Backbone {

  /** Returns the number of stages that pictures go through, one after the other; at least 1. */
  int stages();

  /**
   * Applies a stage.
   *
   * @param index of the stage, from 0
   * @param input pixels for the first, else what the stage before it gave
   * @param drop what to leave out
   * @return the input of the next stage; after the last one the tokens
   */
  Tensor stage(int index, Tensor input, DropPath drop);

  /**
   * Returns the tokens after the last block, before the final normalisation; the class token first.
   *
   * @param pixels {@code [images, 3, height, width]}, normalised
   * @param drop what to leave out
   * @return {@code [images, 1 + patches, width]}
   */
  default Tensor tokens(Tensor pixels, DropPath drop) {
    Tensor x = pixels;
    for (int index = 0; index < stages(); index++) {
      x = stage(index, x, drop);
    }
    return x;
  }

  /**
   * Returns the class tokens after the last block, before the final normalisation, with nothing
   * left out.
   *
   * @param pixels {@code [images, 3, height, width]}, normalised
   * @return {@code [images, width]}
   */
  default Tensor classTokens(Tensor pixels) {
    return tokens(pixels, DropPath.NONE).select(1, 0);
  }

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
