package mugs.verify;

import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;

/**
 * How a recorded run is replayed.
 *
 * @param precision of all tensors
 * @param microBatch images worked through at a time; 0: an equal part for each worker
 * @param workers that take parts of the batch side by side
 * @param checkpointing whether activations are computed twice instead of kept
 * @param device that computes
 */
public record ReplaySettings(
    Precision precision, int microBatch, int workers, boolean checkpointing, Device device) {

  /** Keeps all activations, on the processor. */
  ReplaySettings(Precision precision, int microBatch, int workers) {
    this(precision, microBatch, workers, false, Device.CPU);
  }

  /** Returns the same on another device. */
  ReplaySettings on(Device other) {
    return new ReplaySettings(precision, microBatch, workers, checkpointing, other);
  }

  /** Returns the type of all tensors, and where they lie. */
  Placement placement() {
    return precision.on(device);
  }

  /** Tolerance of the first step: of features, losses and gradients. */
  double firstStepTolerance() {
    return precision == Precision.FLOAT64 ? 1e-12 : 1e-5;
  }

  /** Tolerance of everything after the last step. */
  double stateTolerance() {
    return precision == Precision.FLOAT64 ? 1e-9 : 5e-5;
  }
}
