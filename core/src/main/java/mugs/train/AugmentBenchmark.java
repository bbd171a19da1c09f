package mugs.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import mugs.augment.CropMaker;
import mugs.augment.CropPainter;
import mugs.augment.CropPlan;
import mugs.augment.StageClock;
import mugs.augment.StageClock.Stage;
import mugs.engine.ThreadUse;
import mugs.engine.Workers;
import mugs.image.ImageDecoder;
import mugs.image.SamplePhoto;
import mugs.image.UnreadablePictureException;
import mugs.load.PictureReader;
import mugs.load.PlannedPicture;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.measure.Median;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/**
 * Measures how fast pictures become crops: decoded and cut as training does it, on threads alone.
 *
 * <p>The pictures are read into memory first, so that no disk is measured. Every round takes the
 * same crops of the same pictures; every figure is the median over the rounds.
 */
public final class AugmentBenchmark {
  private static final double NANOS_A_MILLISECOND = 1e6;
  private static final double NANOS_A_SECOND = 1e9;
  private static final int ROUNDS = 5;

  /** Rounds on one thread before any that counts, while the JVM still compiles. */
  private static final int WARM_UP_ROUNDS = 3;

  private static final int MOST_PICTURES = 512;

  /** Crops differ in their cost; a round evens that out. */
  private static final int SMALLEST_ROUND = 16;

  private static final int LARGEST_ROUND = 1 << 16;

  private final CropMaker maker;
  private final boolean reduced;
  private final PictureReader reader;
  private final int pictures;

  /**
   * What was measured on a number of threads.
   *
   * @param threads that worked side by side
   * @param picturesPerSecond of all threads together
   * @param millisecondsPerPicture of one thread: threads x time / pictures
   * @param cpuMillisecondsPerPicture the same in time on a processor, which other programs do not
   *     lengthen by as much
   * @param allocatedBytesPerPicture on the Java heap
   */
  public record Measurement(
      int threads,
      double picturesPerSecond,
      double millisecondsPerPicture,
      double cpuMillisecondsPerPicture,
      long allocatedBytesPerPicture) {}

  /**
   * All that was measured.
   *
   * @param byThreads fewest threads first
   * @param stageMilliseconds a picture on one thread, in time on a processor; their measuring adds
   *     a little, which is in none of the other figures
   */
  public record Result(List<Measurement> byThreads, Map<Stage, Double> stageMilliseconds) {}

  /**
   * Prepares for one recipe's crops of the sample photo.
   *
   * @param recipe whose crops are taken
   */
  public AugmentBenchmark(Recipe recipe) {
    this(recipe, List.of(new StoredPicture.Encoded(SamplePhoto.jpeg())));
  }

  /**
   * Prepares for one recipe's crops of up to 512 pictures, spread over a source.
   *
   * @param recipe whose crops are taken
   * @param source of the pictures
   * @throws IOException if a picture cannot be read
   */
  public AugmentBenchmark(Recipe recipe, PictureSource source) throws IOException {
    this(recipe, spread(source));
  }

  private AugmentBenchmark(Recipe recipe, List<StoredPicture> stored) {
    this.maker = new CropMaker(recipe.cropSettings(), recipe.run().seed());
    this.reduced = recipe.pictures().reducedDecode();
    this.pictures = stored.size();
    PictureSource source = new InMemory(stored);
    long maxPixels = recipe.pictures().maxPixels();
    this.reader = new PictureReader(source, new SkippedPictures(source, 0), maxPixels);
  }

  private record InMemory(List<StoredPicture> stored) implements PictureSource {

    @Override
    public String name() {
      return "the benchmark";
    }

    @Override
    public int size() {
      return stored.size();
    }

    @Override
    public List<LabelLevel> levels() {
      return List.of();
    }

    @Override
    public String path(int index) {
      return Integer.toString(index);
    }

    @Override
    public StoredPicture read(int index) {
      return stored.get(index);
    }
  }

  private static List<StoredPicture> spread(PictureSource source) throws IOException {
    int count = Math.min(source.size(), MOST_PICTURES);
    List<StoredPicture> read = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = (int) ((long) i * source.size() / count);
      StoredPicture picture = source.read(index);
      try {
        ImageDecoder.decode(picture);
      } catch (UnreadablePictureException e) {
        throw new IOException(source.path(index) + " cannot be decoded: " + e.getMessage(), e);
      }
      read.add(picture);
    }
    return read;
  }

  /** Returns the number of pictures that are worked through again and again. */
  public int pictures() {
    return pictures;
  }

  /**
   * Measures on one thread, then on twice as many again and again, up to a number.
   *
   * @param mostThreads at least 1
   * @param seconds of a round on one thread, about; above 0
   */
  public Result run(int mostThreads, double seconds) {
    int round = calibrated(seconds);
    List<Integer> counts = new ArrayList<>();
    for (int threads = 1; threads < mostThreads; threads *= 2) {
      counts.add(threads);
    }
    counts.add(mostThreads);
    Map<Integer, List<Measurement>> rounds = new TreeMap<>();
    Map<Stage, List<Double>> stages = new EnumMap<>(Stage.class);
    for (int i = 0; i < ROUNDS; i++) {
      for (int threads : counts) {
        rounds.computeIfAbsent(threads, t -> new ArrayList<>()).add(round(threads, round));
      }
      stages(round)
          .forEach((stage, ms) -> stages.computeIfAbsent(stage, s -> new ArrayList<>()).add(ms));
    }
    Map<Stage, Double> medians = new EnumMap<>(Stage.class);
    stages.forEach((stage, all) -> medians.put(stage, Median.of(all)));
    return new Result(rounds.values().stream().map(AugmentBenchmark::overRounds).toList(), medians);
  }

  /** Returns how many pictures make a round of so many seconds. */
  private int calibrated(double seconds) {
    int pictures = SMALLEST_ROUND;
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      double wanted = seconds * round(1, pictures).picturesPerSecond();
      stages(pictures);
      pictures = (int) Math.max(SMALLEST_ROUND, Math.min(LARGEST_ROUND, wanted));
    }
    return pictures;
  }

  private Measurement round(int threads, int count) {
    AtomicInteger next = new AtomicInteger();
    try (Workers workers = new Workers(threads, 1)) {
      workers.run(Collections.nCopies(threads, () -> true)); // started
      long start = System.nanoTime();
      List<ThreadUse> used =
          workers.run(Collections.nCopies(threads, () -> crops(next, count, StageClock.off())));
      double seconds = (System.nanoTime() - start) / NANOS_A_SECOND;
      long cpu = used.stream().mapToLong(ThreadUse::cpuNanos).sum();
      long allocated = used.stream().mapToLong(ThreadUse::allocatedBytes).sum();
      return new Measurement(
          threads,
          count / seconds,
          threads * seconds * 1000 / count,
          cpu / NANOS_A_MILLISECOND / count,
          allocated / count);
    }
  }

  private Map<Stage, Double> stages(int count) {
    StageClock clock = StageClock.running();
    try (Workers workers = new Workers(1, 1)) {
      AtomicInteger next = new AtomicInteger();
      List<Callable<ThreadUse>> alone = List.of(() -> crops(next, count, clock));
      ThreadUse used = workers.run(alone).get(0);
      Map<Stage, Double> stages = new EnumMap<>(Stage.class);
      double known = 0;
      for (Map.Entry<Stage, Long> stage : clock.nanos().entrySet()) {
        double milliseconds = stage.getValue() / NANOS_A_MILLISECOND / count;
        stages.put(stage.getKey(), milliseconds);
        known += milliseconds;
      }
      double rest = used.cpuNanos() / NANOS_A_MILLISECOND / count - known;
      stages.merge(Stage.REST, Math.max(0, rest), Double::sum);
      return stages;
    }
  }

  private ThreadUse crops(AtomicInteger next, int count, StageClock clock)
      throws TooManySkippedException {
    CropPainter painter = new CropPainter(maker.settings(), clock);
    ByteBuffer memory = ByteBuffer.allocateDirect(largestCrop());
    ThreadUse before = ThreadUse.now();
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      long begun = clock.begin();
      PlannedPicture picture =
          PlannedPicture.read(reader, maker, reduced, i % pictures, i / pictures);
      clock.add(Stage.DECODE, begun);
      for (CropPlan crop : picture.plan().crops()) {
        painter.paint(picture.image(), crop).copyTo(memory, 0);
      }
    }
    return ThreadUse.now().since(before);
  }

  private int largestCrop() {
    int side = Math.max(maker.settings().globalSize(), maker.settings().localSize());
    return 3 * side * side;
  }

  private static Measurement overRounds(List<Measurement> rounds) {
    double milliseconds = median(rounds, Measurement::millisecondsPerPicture);
    int threads = rounds.get(0).threads();
    return new Measurement(
        threads,
        threads * 1000 / milliseconds,
        milliseconds,
        median(rounds, Measurement::cpuMillisecondsPerPicture),
        (long) median(rounds, Measurement::allocatedBytesPerPicture));
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
    return Median.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }
}
