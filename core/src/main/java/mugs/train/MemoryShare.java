package mugs.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import mugs.engine.Device;
import mugs.vit.VitSettings;

/** What all training of vision transformers has in common in what it takes of the memory. */
public final class MemoryShare {

  /** Bytes of JVM, libtorch, MKL and what the allocator leaves unused; measured. */
  public static final double PROGRAM = 0.4e9;

  /**
   * Values a block keeps for each token until its gradients are taken, in widths: input and output
   * of two norms, queries, keys, values, attention's output, the sum after it, and the MLP's hidden
   * layer twice.
   */
  static final double KEPT_IN_A_BLOCK = 8 + 2.0 * VitSettings.MLP_RATIO;

  /** What is at work on a block beside what is kept; measured. */
  private static final double AT_WORK = 1.5;

  /** Of the memory that there is, for the run; the rest is for the system and its disk cache. */
  private static final double SHARE = 0.75;

  /** Of the memory that other programs leave of a GPU; the rest is for CUDA and for holes. */
  private static final double SHARE_OF_FREE = 0.9;

  private MemoryShare() {}

  /** Returns the bytes that training may take; empty where a GPU does not tell. */
  public static OptionalDouble available(Device device) {
    if (!device.isCuda()) {
      return OptionalDouble.of(
          SHARE
              * ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                  .getTotalMemorySize());
    }
    OptionalLong installed = device.installedBytes();
    OptionalLong free = device.freeBytes();
    return installed.isPresent() && free.isPresent()
        ? OptionalDouble.of(
            Math.min(SHARE * installed.getAsLong(), SHARE_OF_FREE * free.getAsLong()))
        : OptionalDouble.empty();
  }

  /**
   * Returns the values that blocks keep of a picture until its gradients are taken, with what is at
   * work on them.
   *
   * @param vit shape of the network
   * @param side of the picture, in pixels
   * @param checkpointing whether activations are computed twice instead of kept
   */
  public static double keptInBlocks(VitSettings vit, int side, boolean checkpointing) {
    double inABlock = inABlock(vit, side);
    return checkpointing
        ? AT_WORK * vit.blocks() * tokens(vit, side) * vit.width() + inABlock // what goes into each
        : vit.blocks() * inABlock;
  }

  /**
   * Returns the values that lie about in a block while it looks at a picture.
   *
   * @param vit shape of the network
   * @param side of the picture, in pixels
   */
  public static double inABlock(VitSettings vit, int side) {
    return AT_WORK * tokens(vit, side) * KEPT_IN_A_BLOCK * vit.width();
  }

  private static double tokens(VitSettings vit, int side) {
    double grid = (double) side / vit.patchSize();
    return grid * grid + 1;
  }
}
