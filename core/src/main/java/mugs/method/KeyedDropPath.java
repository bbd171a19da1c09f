package mugs.method;

import java.util.Optional;
import mugs.augment.CropRandom;
import mugs.engine.Placement;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * Drop path whose every choice is a function of (seed, step, picture, crop, block, branch), so that
 * it does not depend on how a batch is split or in which order its parts are worked through. All
 * choices for some crops are made at once, and go to the device as one tensor.
 */
public final class KeyedDropPath implements DropPath {
  private static final int BRANCHES = 2;

  private final double lastRate;
  private final int blocks;

  /** {@code [blocks, branches, crops, 1, 1]}. */
  private final Tensor factors;

  /**
   * How often branches are left out.
   *
   * @param lastRate in the last block, 0 to 1; it rises linearly from 0 in the first
   * @param blocks of the network
   * @param seed of all choices
   * @param placement of the factors
   */
  public record Rule(double lastRate, int blocks, long seed, Placement placement) {}

  /**
   * Makes the choices for a group of crops; they are freed with the scope of the caller.
   *
   * @param rule of all crops
   * @param step of the run
   * @param pictures index of each picture in its source
   * @param firstCrop index of the first crop among the student's
   * @param crops how many; rows are ordered crop by crop
   */
  public KeyedDropPath(Rule rule, long step, long[] pictures, int firstCrop, int crops) {
    this.lastRate = rule.lastRate();
    this.blocks = rule.blocks();
    int rows = crops * pictures.length;
    double[] chosen = new double[blocks * BRANCHES * rows];
    for (int crop = 0; crop < crops; crop++) {
      for (int i = 0; i < pictures.length; i++) {
        int row = crop * pictures.length + i;
        long key = CropRandom.key(rule.seed(), step, pictures[i], firstCrop + crop);
        for (int block = 0; block < blocks; block++) {
          double rate = rate(block);
          for (int branch = 0; branch < BRANCHES; branch++) {
            boolean dropped = CropRandom.unit(CropRandom.key(key, block, branch)) < rate;
            chosen[(block * BRANCHES + branch) * rows + row] = dropped ? 0 : 1 / (1 - rate);
          }
        }
      }
    }
    this.factors = rule.placement().of(chosen, blocks, BRANCHES, rows, 1, 1);
  }

  private double rate(int block) {
    return blocks == 1 ? 0 : lastRate * block / (blocks - 1);
  }

  @Override
  public Optional<Tensor> factors(int block, Branch branch) {
    return rate(block) == 0
        ? Optional.empty()
        : Optional.of(factors.select(0, block).select(0, branch == Branch.MLP ? 1 : 0));
  }
}
