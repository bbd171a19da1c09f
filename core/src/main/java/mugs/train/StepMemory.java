package mugs.train;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.method.MugsNetwork;
import mugs.method.MugsSettings;
import mugs.method.Role;
import mugs.vit.VitSettings;

/**
 * What memory a run needs, worked out from its recipe: what is held through the run, and what a
 * worker holds while it takes gradients of some pictures. With a GPU it is what tensors take of the
 * GPU's memory; CUDA itself takes some hundred megabytes there besides.
 */
public final class StepMemory {
  private static final double BYTES_A_GIGABYTE = 1e9;
  private static final double HUNDRED = 100;

  /** Values kept for each score of a crop: scores, their logarithms, and gradients of each. */
  private static final double KEPT_OF_A_SCORE = 6;

  private final Recipe recipe;
  private final MugsSettings settings;
  private final int workers;

  private StepMemory(Recipe recipe) {
    this.recipe = recipe;
    this.settings = recipe.method();
    this.workers = Math.min(WorkerLayout.count(recipe.run()), recipe.optimiser().batch());
  }

  /**
   * Returns the most memory that training by a recipe holds at a time on its device, in bytes: an
   * estimate.
   *
   * @param recipe to follow; where its micro-batch is to be settled yet, as it would be
   */
  public static long ofTraining(Recipe recipe) {
    StepMemory memory = new StepMemory(settled(recipe));
    return (long) memory.bytes(memory.microBatch());
  }

  /**
   * Settles the micro-batch of a recipe that leaves it open: the largest with which training stays
   * within {@code run.memory}, or where that is not given within what the device has, or 1 if none
   * does. On a GPU that tells how much memory it has, an equal part of the batch is settled too:
   * there it is the whole batch, which need not fit.
   *
   * @param recipe to settle
   * @return a recipe that says how many pictures; the same where it did already
   * @throws RecipeException if not even one picture at a time fits {@code run.memory}
   */
  public static Recipe settled(Recipe recipe) {
    return settlement(recipe)
        .map(settlement -> recipe.with("run.micro-batch=" + settlement.images()))
        .orElse(recipe);
  }

  /**
   * Returns what to do where a recipe leaves its micro-batch open and not even one picture at a
   * time fits; empty where all is well.
   */
  public static Optional<String> advice(Recipe recipe) {
    return settlement(recipe).flatMap(Settlement::advice);
  }

  /**
   * Returns how the micro-batch of a recipe that leaves it open is settled, see {@link #settled};
   * empty where the recipe says how many pictures.
   */
  static Optional<Settlement> settlement(Recipe recipe) {
    RunSettings run = recipe.run();
    if (!SettledMicroBatch.isOpen(run.microBatch(), run.device())) {
      return Optional.empty();
    }
    double given = run.memory();
    StepMemory memory = new StepMemory(recipe);
    SettledMicroBatch settled =
        SettledMicroBatch.of(
            run.microBatch(),
            memory.equalPart(),
            given > 0 ? OptionalDouble.of(given * BYTES_A_GIGABYTE) : OptionalDouble.empty(),
            run.device(),
            memory::bytes);
    if (!settled.isSettled() && run.microBatch().isAuto()) {
      throw unknown(run.device());
    }
    if (settled.isGiven() && settled.isTooMuch()) {
      throw tooLittle(given, settled);
    }
    return settled.isSettled() ? Optional.of(new Settlement(settled)) : Optional.empty();
  }

  /**
   * A micro-batch that a recipe left open, in a recipe's words.
   *
   * @param of it, chosen by the memory
   */
  record Settlement(SettledMicroBatch of) {

    /** Returns the images that a worker takes at a time. */
    int images() {
      return of.images();
    }

    private double allowed() {
      return of.allowed().orElseThrow();
    }

    /** Returns it in words. */
    String words() {
      return String.format(
          Locale.ROOT,
          "micro-batch %d, settled for %.1f GB",
          images(),
          allowed() / BYTES_A_GIGABYTE);
    }

    /** Returns what to do where not even one picture at a time fits. */
    Optional<String> advice() {
      return !of.isTooMuch()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "the memory that is there allows %.1f GB, but training needs about %.1f GB with a"
                      + " micro-batch of %d: take a smaller network, optimiser.batch or run.workers",
                  allowed() / BYTES_A_GIGABYTE,
                  of.needed() / BYTES_A_GIGABYTE,
                  images()));
    }
  }

  private static RecipeException tooLittle(double given, SettledMicroBatch settled) {
    double least = Math.ceil(settled.needed() / BYTES_A_GIGABYTE * HUNDRED) / HUNDRED;
    return new RecipeException(
        String.format(
            Locale.ROOT,
            "run.memory is %s, but training needs about %.2f GB with a micro-batch of %d: give"
                + " run.memory=%.2f or more, or take a smaller network, optimiser.batch or"
                + " run.workers",
            RecipeKey.print(given),
            least,
            settled.images(),
            least),
        "run.memory");
  }

  private static RecipeException unknown(Device device) {
    device.check(); // if it is not there at all, that is the reason to tell
    return new RecipeException(
        ("run.micro-batch is auto and device %s does not tell how much memory it has: say with"
                + " run.memory how many gigabytes of it training may take")
            .formatted(device),
        "run.memory");
  }

  private int equalPart() {
    return (recipe.optimiser().batch() + workers - 1) / workers;
  }

  private int microBatch() {
    int asked = recipe.run().microBatch().images();
    return asked == 0 ? equalPart() : Math.min(asked, equalPart());
  }

  private double bytes(int images) {
    Precision precision = recipe.run().precision();
    double student = parameters(Role.STUDENT);
    double tensors =
        precision.bytes() * (held() + workers * student)
            + precision.productBytes() * workers * images * keptOfAnImage();
    if (precision.productBytes() < precision.bytes()) {
      tensors += precision.productBytes() * workers * student; // weights, shortened for products
    }
    return recipe.run().device().isCuda()
        ? tensors
        : MemoryShare.PROGRAM + tensors + batches() * pixelsOfABatch();
  }

  private static double sum(Iterable<Long> counts) {
    double sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private double parameters(Role role) {
    return sum(MugsNetwork.parameterCounts(settings, role).values());
  }

  /** Networks, moments, queues, memories. */
  private double held() {
    double floats = 3 * parameters(Role.STUDENT) + parameters(Role.TEACHER);
    double output = settings.heads().output();
    if (settings.instance().weight() > 0) {
      floats += output * settings.instance().queue();
    }
    floats += 2.0 * settings.localGroup().memory() * settings.vit().width();
    if (settings.localGroup().weight() > 0) {
      floats += output * settings.localGroup().queue();
    }
    return floats;
  }

  /** Global crops and local crops are worked through one after the other. */
  private double keptOfAnImage() {
    CropRecipe crops = recipe.crops();
    return Math.max(
        2 * keptOfACrop(crops.globalSize()), crops.localCrops() * keptOfACrop(crops.localSize()));
  }

  private double keptOfACrop(int side) {
    VitSettings vit = settings.vit();
    double inBlocks = MemoryShare.keptInBlocks(vit, side, recipe.run().activationCheckpointing());
    double related =
        (1 + settings.localGroup().neighbours()) * MemoryShare.KEPT_IN_A_BLOCK * vit.width();
    double scores =
        settings.instance().queue() + settings.localGroup().queue() + settings.group().prototypes();
    return inBlocks + related + KEPT_OF_A_SCORE * scores;
  }

  /** Prepared ones, one in use, one that is being made. */
  private int batches() {
    return recipe.pictures().ahead() + 2;
  }

  private double pixelsOfABatch() {
    CropRecipe crops = recipe.crops();
    double global = (double) crops.globalSize() * crops.globalSize();
    double local = (double) crops.localSize() * crops.localSize();
    return recipe.optimiser().batch()
        * crops.channels()
        * (4 * global + crops.localCrops() * local);
  }
}
