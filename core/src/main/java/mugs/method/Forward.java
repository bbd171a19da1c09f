package mugs.method;

import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * A network as it stands in one step.
 *
 * @param network student or teacher
 * @param memory where it finds neighbours
 * @param prototypes its group head's, {@code [prototypes, bottleneck]}, computed once a step; empty
 *     without group discrimination
 */
public record Forward(MugsNetwork network, NeighbourMemory memory, Tensor prototypes) {

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
