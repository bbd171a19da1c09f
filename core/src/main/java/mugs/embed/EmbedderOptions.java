package mugs.embed;

import java.util.OptionalInt;
import mugs.engine.Precision;

/**
 * How pictures become vectors.
 *
 * @param token what becomes the vector
 * @param unitLength whether vectors are brought to Euclidean length 1, so that their dot product is
 *     their cosine
 * @param size side of the square that the network sees of a picture, in pixels, a multiple of the
 *     patch size; empty for that of the training. A larger one shows more detail and takes time
 *     with its area
 * @param precision of the network; {@link Precision#BFLOAT16} halves the digits of its products
 */
public record EmbedderOptions(
    Token token, boolean unitLength, OptionalInt size, Precision precision) {

  /** The class token as it is, at the size of the training. */
  public static final EmbedderOptions DEFAULT =
      new EmbedderOptions(Token.CLASS, false, OptionalInt.empty(), Precision.FLOAT32);

  /** Returns the same with another token. */
  public EmbedderOptions withToken(Token other) {
    return new EmbedderOptions(other, unitLength, size, precision);
  }

  /** Returns the same with vectors of unit length, or as long as they come. */
  public EmbedderOptions withUnitLength(boolean unit) {
    return new EmbedderOptions(token, unit, size, precision);
  }

  /** Returns the same with another size, in pixels. */
  public EmbedderOptions withSize(int pixels) {
    return new EmbedderOptions(token, unitLength, OptionalInt.of(pixels), precision);
  }

  /** Returns the same with another precision. */
  public EmbedderOptions withPrecision(Precision other) {
    return new EmbedderOptions(token, unitLength, size, other);
  }
}
