package mugs.method;

import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * A network as it stands in one step.
 *
 * @param network student or teacher
 * @param memory where it finds neighbours
 * @param scales of its prototypes, {@code [prototypes]}, computed once a step; without values where
 *     group discrimination is off
 */
public record Forward(MugsNetwork network, NeighbourMemory memory, Tensor scales) {

  /**
   * Looks at crops.
   *
   * @param pixels {@code [crops, 3, height, width]}
   * @param drop what to leave out; nothing for the teacher
   */
  public Seen see(Tensor pixels, DropPath drop) {
    return new Seen(this, network.backbone().tokens(pixels, drop));
  }
}
