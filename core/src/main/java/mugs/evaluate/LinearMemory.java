package mugs.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.train.MemoryShare;
import mugs.train.MicroBatch;
import mugs.train.SettledMicroBatch;
import mugs.vit.ParameterSpec;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;

/**
 * What memory linear heads need while they learn, worked out: heads in 32 bits, and rows of
 * features, or the network that looks at changed pictures. On a GPU it is what tensors take of its
 * memory.
 *
 * @param heads that learn
 * @param adapted heads among them that learn by LARS
 * @param classes that are told apart
 * @param width of a feature
 * @param batch images of a step
 * @param rows of features that are kept to learn from; 0 where pictures are changed anew
 * @param look at pictures
 */
public record LinearMemory(
    int heads, int adapted, int classes, int width, int batch, int rows, Look look) {
  private static final double BYTES_A_GIGABYTE = 1e9;

  /** Weights, where they are heading, and a copy of both while the state is written. */
  private static final int COPIES = 4;

  /** Scores and their shares, of the rows that are worked on at a time. */
  private static final int SCORES = 2;

  /** Batches of pictures: prepared ones, one in use, one in the making. */
  private static final double BATCHES = LabelledPictures.BATCHES_AHEAD + 2;

  /** A picture, normalised, and its copies. */
  private static final double SEEN = 3;

  /**
   * How a network looks at pictures.
   *
   * @param vit its shape
   * @param size of the squares that it sees, in pixels
   * @param workers that share a batch
   * @param precision of the products
   * @param device that computes
   */
  public record Look(VitSettings vit, int size, int workers, Precision precision, Device device) {

    private double parameters() {
      return VisionTransformer.specs(vit, "").stream()
          .map(ParameterSpec::shape)
          .mapToDouble(shape -> Arrays.stream(shape).reduce(1, (one, other) -> one * other))
          .sum();
    }

    private double ofAPicture() {
      return precision.productBytes() * MemoryShare.inABlock(vit, size)
          + precision.bytes() * SEEN * pixels();
    }

    private double pixels() {
      return (double) vit.channels() * size * size;
    }
  }

  /**
   * Returns what a probe holds.
   *
   * @param settings of it
   * @param classes that are told apart
   * @param width of a feature
   * @param pictures that it learns from
   * @param look at pictures
   */
  public static LinearMemory of(
      LinearSettings settings, int classes, int width, int pictures, Look look) {
    return new LinearMemory(
        settings.heads().size(),
        (int)
            settings.heads().stream()
                .filter(head -> head.optimiser() == LinearOptimiser.LARS)
                .count(),
        classes,
        width,
        Math.min(settings.batch(), pictures),
        settings.augmentation() == LinearSettings.Augmentation.NONE ? pictures : 0,
        look);
  }

  /**
   * Settles how many changed pictures a worker takes at a time: those of a number of tokens that
   * keeps it busy, or fewer, where not so many fit and the number is left open.
   *
   * @param asked what was asked for
   * @param given bytes that the probe may take; empty for what the device has
   */
  public SettledMicroBatch settled(MicroBatch asked, OptionalDouble given) {
    int workers = Math.min(look.workers(), batch);
    int part = (batch + workers - 1) / workers;
    int grid = look.size() / look.vit().patchSize();
    int usual = Math.min(part, AugmentedRows.usual(grid * grid + 1));
    return SettledMicroBatch.of(
        asked, asked.images() > 0 ? part : usual, given, look.device(), this::bytes);
  }

  /**
   * Returns the most bytes that are held at a time: an estimate.
   *
   * @param microBatch changed pictures that a worker takes at a time, at least 1; without meaning
   *     where rows are kept
   */
  public double bytes(int microBatch) {
    double network = look.precision().bytes() * look.parameters();
    double tensors = ofHeads() + ofRows() + network;
    double besides = 0;
    if (rows == 0) {
      int workers = Math.min(look.workers(), batch);
      tensors += network + (double) workers * microBatch * look.ofAPicture();
      besides = BATCHES * batch * look.pixels();
    }
    return look.device().isCuda() ? tensors : MemoryShare.PROGRAM + tensors + besides;
  }

  /** Heads, and their scores of the rows that are worked on. */
  private double ofHeads() {
    double ofHead = (double) classes * (width + 1) * Float.BYTES;
    double scores = (double) Math.min(batch, LinearHeads.ROWS_AT_ONCE) * classes * Float.BYTES;
    return (COPIES * heads + adapted) * ofHead + SCORES * heads * scores;
  }

  /** All rows, and those of a step. */
  private double ofRows() {
    return ((double) rows + batch) * width * Float.BYTES;
  }

  /**
   * Says what is wrong where the device has less memory than heads, rows and a single picture for
   * each worker need.
   *
   * @return a line; empty if it has enough, or does not tell
   */
  public Optional<String> lack() {
    return lack(MemoryShare.available(look.device()));
  }

  /**
   * Says what is wrong where less memory may be taken than that.
   *
   * @param available bytes that may be taken
   * @return a line; empty if they are enough or not known
   */
  Optional<String> lack(OptionalDouble available) {
    if (available.isEmpty() || bytes(1) <= available.getAsDouble()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d heads of %,d classes and %,d values%s need %.1f GB of memory, but of what there is"
                + " %.1f GB may be taken: take fewer heads (--rate, --weight-decay, --optimiser), a"
                + " --token of fewer values, or fewer pictures",
            heads,
            classes,
            width,
            rows > 0 ? String.format(Locale.ROOT, " and %,d rows of features", rows) : "",
            bytes(1) / BYTES_A_GIGABYTE,
            available.getAsDouble() / BYTES_A_GIGABYTE));
  }
}
