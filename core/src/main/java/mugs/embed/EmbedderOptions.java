package mugs.embed;

import java.util.OptionalInt;
import mugs.engine.Device;
import mugs.engine.Placement;
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
 * @param device that computes; vectors of a GPU differ from the processor's in the last digits
 */
public record EmbedderOptions(
    Token token, boolean unitLength, OptionalInt size, Precision precision, Device device) {

  /** The class token as it is, at the size of the training, on the processor. */
  public static final EmbedderOptions DEFAULT =
      new EmbedderOptions(Token.CLASS, false, OptionalInt.empty(), Precision.FLOAT32, Device.CPU);

  /** Returns the same with another token. */
  public EmbedderOptions withToken(Token other) {
    return new EmbedderOptions(other, unitLength, size, precision, device);
  }

  /** Returns the same with vectors of unit length, or as long as they come. */
  public EmbedderOptions withUnitLength(boolean unit) {
    return new EmbedderOptions(token, unit, size, precision, device);
  }

  /** Returns the same with another size, in pixels. */
  public EmbedderOptions withSize(int pixels) {
    return new EmbedderOptions(token, unitLength, OptionalInt.of(pixels), precision, device);
  }

  /** Returns the same with another precision. */
  public EmbedderOptions withPrecision(Precision other) {
    return new EmbedderOptions(token, unitLength, size, other, device);
  }

  /** Returns the same on another device. */
  public EmbedderOptions withDevice(Device other) {
    return new EmbedderOptions(token, unitLength, size, precision, other);
  }

  /** Returns where the network lies and the type of its products. */
  public Placement placement() {
    return precision.on(device);
  }
}
