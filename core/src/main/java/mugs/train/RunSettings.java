package mugs.train;

import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;

/**
 * How a run is carried out. Beside the seed, the precision and an early end, nothing here changes
 * what is learned.
 *
 * @param seed of everything random
 * @param maxSteps after which the run ends early, its schedules unchanged; 0 for no limit
 * @param checkpointEvery steps between two checkpoints; 0 to go by minutes alone
 * @param checkpointMinutes minutes between two checkpoints; 0 to go by steps alone
 * @param keepCheckpoints how many of the newest are kept; the one with the best online kNN always
 *     is
 * @param microBatch pictures that a worker takes at a time, to save memory
 * @param memory gigabytes that the run may take where {@code microBatch} is {@code auto}; 0 for
 *     three quarters of the machine's
 * @param activationCheckpointing whether the student's activations are computed twice instead of
 *     kept: less memory, about a quarter more time
 * @param workers that share a batch; 0 for as many as fit the machine
 * @param precision of tensors and products
 * @param device that trains; with another one roundings differ, as on another processor
 * @param knnEvery epochs between two kNN measurements of the teacher; 0 for none
 * @param logEvery steps between two lines of the log
 */
public record RunSettings(
    long seed,
    @Bounds("[0, 1000000000000]") long maxSteps,
    @ChangesNoResult @Bounds("[0, 1000000000000]") long checkpointEvery,
    @ChangesNoResult @Bounds("[0, )") double checkpointMinutes,
    @ChangesNoResult @Bounds("[1, 1000000]") int keepCheckpoints,
    @Bounds("[0, 1048576]") MicroBatch microBatch,
    @ChangesNoResult @Bounds("[0, )") double memory,
    @ChangesNoResult boolean activationCheckpointing,
    @Bounds("[0, 1024]") int workers,
    Precision precision,
    @ChangesNoResult Device device,
    @ChangesNoResult @Bounds("[0, 1000000]") int knnEvery,
    @ChangesNoResult @Bounds("[1, 1000000000000]") long logEvery) {

  /** Returns the type of the run's tensors, and where they lie. */
  public Placement placement() {
    return precision.on(device);
  }
}
