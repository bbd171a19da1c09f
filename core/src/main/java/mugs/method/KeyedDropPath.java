package mugs.method;

import java.util.Optional;
import mugs.augment.CropRandom;
import mugs.engine.Precision;
import mugs.engine.Tensors;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * Drop path whose every choice is a function of (seed, step, picture, crop, block, branch), so that
 * it does not depend on how a batch is split or in which order its parts are worked through.
 */
final class KeyedDropPath implements DropPath {
  private final double lastRate;
  private final int blocks;
  private final Precision precision;
  private final long[] cropKeys;

  /**
   * Prepares the keys of a group of crops.
   *
   * @param context whose rate rises linearly from 0 in the first block
   * @param step of the run
   * @param pictures index of each picture in its source
   * @param firstCrop index of the first crop among the student's
   * @param crops how many; rows are ordered crop by crop
   */
  KeyedDropPath(StepContext context, long step, long[] pictures, int firstCrop, int crops) {
    this.lastRate = context.settings().dropPath();
    this.blocks = context.settings().vit().blocks();
    this.precision = context.precision();
    this.cropKeys = new long[crops * pictures.length];
    for (int crop = 0; crop < crops; crop++) {
      for (int i = 0; i < pictures.length; i++) {
        cropKeys[crop * pictures.length + i] =
            CropRandom.key(context.seed(), step, pictures[i], firstCrop + crop);
      }
    }
  }

  @Override
  public Optional<Tensor> factors(int block, Branch branch) {
    double rate = blocks == 1 ? 0 : lastRate * block / (blocks - 1);
    if (rate == 0) {
      return Optional.empty();
    }
    double[] factors = new double[cropKeys.length];
    for (int i = 0; i < factors.length; i++) {
      long bits = CropRandom.key(cropKeys[i], block, branch == Branch.MLP ? 1 : 0);
      boolean dropped = CropRandom.unit(bits) < rate;
      factors[i] = dropped ? 0 : 1 / (1 - rate);
    }
    return Optional.of(precision.of(Tensors.of(factors, factors.length, 1, 1)));
  }
}
