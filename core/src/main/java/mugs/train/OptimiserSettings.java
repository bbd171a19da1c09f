package mugs.train;

/**
 * AdamW and the clipping of gradients.
 *
 * @param batch pictures a step, all workers together
 * @param rate learning rate for a batch of {@value #RATE_BATCH}; {@link #scaledRate()} is what runs
 * @param endRate learning rate at the end of the schedule, not scaled
 * @param patchEmbeddingRate share of the learning rate that the patch embedding gets
 * @param weightDecay at the start, on tensors of two or more dimensions
 * @param weightDecayEnd at the end
 * @param clip largest norm of one tensor's gradient
 * @param lateClip the same from {@code lateClipFromEpoch} on; 0 for no change
 * @param lateClipFromEpoch epoch, counted from 0, from which {@code lateClip} holds
 * @param beta1 share of the gradients' mean kept in a step
 * @param beta2 share of the gradients' mean square kept in a step
 * @param eps added to the root of the mean square
 */
public record OptimiserSettings(
    @Bounds("[1, 1048576]") int batch,
    @Bounds("(0, )") double rate,
    @Bounds("[0, )") double endRate,
    @Bounds("[0, 1]") double patchEmbeddingRate,
    @Bounds("[0, )") double weightDecay,
    @Bounds("[0, )") double weightDecayEnd,
    @Bounds("(0, )") double clip,
    @Bounds("[0, )") double lateClip,
    @Bounds("[0, 1000000]") int lateClipFromEpoch,
    @Bounds("[0, 1)") double beta1,
    @Bounds("[0, 1)") double beta2,
    @Bounds("(0, )") double eps) {

  /** The batch that {@link #rate} is stated for (the linear scaling rule). */
  public static final int RATE_BATCH = 256;

  /** Returns the learning rate after warm-up: {@code rate * batch / 256}. */
  public double scaledRate() {
    return rate * batch / RATE_BATCH;
  }

  /**
   * Returns the largest norm of one tensor's gradient.
   *
   * @param epoch counted from 0
   */
  public double clipAt(long epoch) {
    return lateClip > 0 && epoch >= lateClipFromEpoch ? lateClip : clip;
  }
}
