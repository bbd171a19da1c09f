package mugs.embed;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mugs.engine.Device;
import mugs.engine.ProcessMemory;
import mugs.engine.SgemmRate;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.image.SamplePhoto;
import mugs.measure.Median;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;
import mugs.vit.ForwardOperations;

/**
 * Measures how fast pictures become vectors, decoded as {@link SourceEmbedding} does it and with
 * the network alone, beside the rate of large matrix products. The pictures are read into memory
 * first, so that no disk is measured. Rounds of the three take turns; figures are medians.
 */
public final class EmbedBenchmark {
  private static final double NANOS_A_SECOND = 1e9;
  private static final int ROUNDS = 3;
  private static final int MOST_PICTURES = 512;

  private final Embedder embedder;
  private final int decodingThreads;
  private final List<StoredPicture> pictures;
  private final int unreadable;

  /**
   * What was measured.
   *
   * @param imagesPerSecond decoded, prepared and put through the network
   * @param networkImagesPerSecond put through the network alone
   * @param operationsPerImage of the network's matrix products, {@code 2 m n k} each
   * @param sgemmPerSecond median rate of 2,048 x 2,048 float32 products, before, between and after
   * @param peakResidentBytes the most memory the process ever held; 0 where the system does not
   *     tell
   */
  public record Result(
      double imagesPerSecond,
      double networkImagesPerSecond,
      double operationsPerImage,
      double sgemmPerSecond,
      long peakResidentBytes) {

    /** Returns the rate of operations, decoding included, over that of large matrix products. */
    public double sgemmShare() {
      return imagesPerSecond * operationsPerImage / sgemmPerSecond;
    }

    /** Returns the network's own rate of operations over that of large matrix products. */
    public double networkSgemmShare() {
      return networkImagesPerSecond * operationsPerImage / sgemmPerSecond;
    }
  }

  private EmbedBenchmark(
      Embedder embedder, int decodingThreads, List<StoredPicture> pictures, int unreadable) {
    this.embedder = embedder;
    this.decodingThreads = decodingThreads;
    this.pictures = pictures;
    this.unreadable = unreadable;
  }

  /**
   * Prepares to measure with a made-up photo of 500 x 375 pixels.
   *
   * @param embedder to measure
   * @param decodingThreads that decode, at least 1
   */
  public static EmbedBenchmark ofSamplePhoto(Embedder embedder, int decodingThreads) {
    return new EmbedBenchmark(
        embedder, decodingThreads, List.of(new StoredPicture.Encoded(SamplePhoto.jpeg())), 0);
  }

  /**
   * Prepares to measure with pictures of a source.
   *
   * @param embedder to measure
   * @param decodingThreads that decode, at least 1
   * @param source of which at most 512 pictures are taken; those that cannot be read are left out
   * @throws IOException naming the first, if none can be read
   */
  public static EmbedBenchmark of(Embedder embedder, int decodingThreads, PictureSource source)
      throws IOException {
    MemoryPictures.Taken taken = MemoryPictures.read(source, MOST_PICTURES);
    return new EmbedBenchmark(embedder, decodingThreads, taken.pictures(), taken.unreadable());
  }

  /** Returns the number of different pictures. */
  public int pictures() {
    return pictures.size();
  }

  /** Returns how many pictures were left out because they cannot be read. */
  public int unreadable() {
    return unreadable;
  }

  /**
   * Measures.
   *
   * @param seconds that a round takes, roughly; there are six
   * @throws IOException if a picture cannot be decoded any more
   * @throws InterruptedException if the thread is interrupted, after the round under way
   */
  public Result run(double seconds) throws IOException, InterruptedException {
    List<RgbImage> crops = crops();
    Device device = embedder.options().device();
    List<Double> sgemm = new ArrayList<>(SgemmRate.measurePart(device, 1 + ROUNDS));
    int least = 2 * embedder.threads() * embedder.batch();
    decoded(least); // the JVM compiles, memory is fetched
    double rate = least / decoded(least);
    int step = embedder.threads() * embedder.batch();
    int count = Math.max(least, (int) Math.min(1 << 20, rate * seconds) / step * step);
    List<Double> decoded = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      checkInterrupted();
      decoded.add(count / decoded(count));
      checkInterrupted();
      alone.add(count / alone(crops, count));
      sgemm.addAll(SgemmRate.measurePart(device, 1 + ROUNDS));
    }
    checkInterrupted();
    return new Result(
        Median.of(decoded),
        Median.of(alone),
        operations(),
        Median.of(sgemm),
        ProcessMemory.peak().orElse(0));
  }

  private static void checkInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private List<RgbImage> crops() throws IOException {
    List<RgbImage> crops = new ArrayList<>();
    for (StoredPicture picture : pictures) {
      crops.add(embedder.cropped(ImageDecoder.decode(picture)));
    }
    return crops;
  }

  private double operations() {
    ForwardOperations forward = new ForwardOperations(embedder.vit());
    return embedder.options().token() instanceof Token.ClassToken
        ? forward.classToken(embedder.size())
        : forward.tokens(embedder.size());
  }

  /** Returns the seconds that pictures take with all that is done to them. */
  private double decoded(int count) throws IOException {
    long start = System.nanoTime();
    new SourceEmbedding(new MemoryPictures(pictures, count), embedder, decodingThreads)
        .run(0, new Forgotten());
    return (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  private static final class Forgotten implements SourceEmbedding.Sink {
    @Override
    public void embedded(int index, float[] vector) {}

    @Override
    public void unreadable(int index, String reason) throws IOException {
      throw new IOException("picture %d cannot be measured: %s".formatted(index, reason));
    }

    @Override
    public void reached(int pictures) {}
  }

  /** Returns the seconds that prepared pictures take in the network. */
  private double alone(List<RgbImage> crops, int count) {
    long start = System.nanoTime();
    Deque<CompletableFuture<float[][]>> running = new ArrayDeque<>();
    for (int from = 0; from < count; from += embedder.batch()) {
      List<RgbImage> batch = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + embedder.batch()); i++) {
        batch.add(crops.get(i % crops.size()));
      }
      running.addLast(embedder.vectors(batch, () -> true));
      if (running.size() > 2 * embedder.threads()) {
        running.removeFirst().join();
      }
    }
    running.forEach(CompletableFuture::join);
    return (System.nanoTime() - start) / NANOS_A_SECOND;
  }
}
