package mugs.exchange;

import java.util.Arrays;
import java.util.Locale;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * How far a file's network is from this program's on the same random pixels.
 *
 * @param images in the batch
 * @param side of each, in pixels
 * @param largest difference between two values, over class token and tokens
 * @param scale largest value of the two that is farther away
 */
public record Difference(int images, int side, double largest, double scale) {

  /**
   * What the order of additions may cost in float32 over some 24 blocks, of the largest value: a
   * wrong sign, scale or position costs a thousand times as much.
   */
  static final double TOLERANCE = 1e-4;

  static Difference between(TokensOut ours, TokensOut theirs, int side) {
    Difference first = between(ours.classToken(), theirs.classToken(), side);
    Difference all = between(ours.tokens(), theirs.tokens(), side);
    return first.share() > all.share() ? first : all;
  }

  private static Difference between(Tensor ours, Tensor theirs, int side) {
    double scale = ours.abs().max().item_double();
    boolean alike = Arrays.equals(Tensors.shape(ours), Tensors.shape(theirs));
    double largest = alike ? ours.sub(theirs).abs().max().item_double() : Double.POSITIVE_INFINITY;
    return new Difference((int) ours.size(0), side, largest, scale);
  }

  private double share() {
    return Double.isNaN(largest) ? Double.POSITIVE_INFINITY : largest / scale;
  }

  /** Returns whether rounding explains it. */
  boolean isRounding() {
    return share() <= TOLERANCE;
  }

  /** Says it in words. */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "%d picture%s of %d px: largest difference %.2g, of values up to %.3g",
        images,
        images == 1 ? "" : "s",
        side,
        largest,
        scale);
  }
}
