package mugs.evaluate;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.train.MemoryShare;
import mugs.train.MicroBatch;
import mugs.train.SettledMicroBatch;
import mugs.vit.ParameterSpec;
import mugs.vit.VitSettings;

/**
 * What memory a fine-tuning needs, worked out: what is held throughout, and what workers hold while
 * they take gradients of some images or, at the end, test some. On a GPU it is what tensors take of
 * its memory.
 *
 * @param vit shape of the network
 * @param settings of the fine-tuning, whose batch the pictures fill
 * @param classes that are told apart
 * @param size of the squares that the network sees, in pixels
 * @param tested pictures that are tested
 * @param execution of the steps
 */
public record TuneMemory(
    VitSettings vit,
    FineTuneSettings settings,
    int classes,
    int size,
    int tested,
    Execution execution) {

  /** Network and both moments. */
  private static final double HELD = 3;

  /** Batches of pictures: prepared ones, one in use, one in the making. */
  private static final double BATCHES = LabelledPictures.BATCHES_AHEAD + 2;

  /** A picture, what it was mixed with and what came of it; of a test picture its copies. */
  private static final double MIXED = 3;

  /**
   * How steps are carried out.
   *
   * @param workers that share a batch
   * @param precision of the products
   * @param device that computes
   * @param checkpointing whether activations are computed twice instead of kept
   */
  public record Execution(int workers, Precision precision, Device device, boolean checkpointing) {}

  /**
   * Settles how many images a worker takes at a time.
   *
   * @param asked what was asked for
   * @param given bytes that the fine-tuning may take; empty for what the device has
   */
  public SettledMicroBatch settled(MicroBatch asked, OptionalDouble given) {
    return SettledMicroBatch.of(asked, part(), given, execution.device(), this::bytes);
  }

  /** Returns the images of a batch that each worker has. */
  public int part() {
    int workers = Math.min(execution.workers(), settings.batch());
    return (settings.batch() + workers - 1) / workers;
  }

  /**
   * Returns the most bytes that are held at a time: an estimate.
   *
   * @param microBatch images that a worker takes at a time; 0: its part of the batch
   */
  public double bytes(int microBatch) {
    int taken = microBatch > 0 ? Math.min(microBatch, part()) : part();
    int workers = Math.min(execution.workers(), settings.batch());
    Precision precision = execution.precision();
    double pixels = (double) vit.channels() * size * size;
    double network = parameters();
    double mixed = precision.bytes() * MIXED * pixels;
    double learned =
        precision.productBytes() * MemoryShare.keptInBlocks(vit, size, execution.checkpointing())
            + mixed;
    double seen = precision.productBytes() * MemoryShare.inABlock(vit, size) + mixed;
    double images =
        Math.max(
            (double) workers * taken * learned,
            seen * Math.min(tested, execution.workers() * TestPictures.OF_A_WORKER));
    double tensors = precision.bytes() * (HELD + workers) * network + images;
    if (precision.productBytes() < precision.bytes()) {
      tensors += precision.productBytes() * workers * network; // weights, shortened for products
    }
    return execution.device().isCuda()
        ? tensors
        : MemoryShare.PROGRAM
            + tensors
            + BATCHES * settings.batch() * pixels
            + Float.BYTES * (double) Math.min(tested, TestPictures.AT_ONCE) * pixels;
  }

  private double parameters() {
    OptionalInt projector =
        settings.start() == FineTuneSettings.Start.PROJECTOR
            ? OptionalInt.of(vit.width()) // as wide as it may be, beside the backbone it is nothing
            : OptionalInt.empty();
    double sum = 0;
    for (ParameterSpec spec : ClassifierNetwork.specs(vit, projector, classes)) {
      sum += Arrays.stream(spec.shape()).reduce(1, (one, other) -> one * other);
    }
    return sum;
  }
}
