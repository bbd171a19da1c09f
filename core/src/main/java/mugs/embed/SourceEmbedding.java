package mugs.embed;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.engine.Engine;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.source.PictureSource;

/**
 * Embeds the pictures of a source, in their order. Threads of their own read and decode a few
 * batches ahead of the network, so that neither waits for the other.
 *
 * <p>Which pictures go through the network together depends on their indexes alone: pictures that
 * are embedded again, or after a stop, get the same vectors to the last digit.
 */
public final class SourceEmbedding {
  private static final int BATCHES_AHEAD = 2;

  private final PictureSource source;
  private final Embedder embedder;
  private final int threads;
  private final View view;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /** Nobody takes what is still under way: the network need not see it. */
  private final AtomicBoolean over = new AtomicBoolean();

  /** Takes what comes of each picture, in the order of the source, on the thread that runs. */
  public interface Sink {

    /**
     * Takes the vector of a picture.
     *
     * @param index in the source
     * @param vector of the embedder's width
     * @throws IOException if it cannot be kept; then the work ends
     */
    void embedded(int index, float[] vector) throws IOException;

    /**
     * Hears of a picture that cannot be read.
     *
     * @param index in the source
     * @param reason in words
     * @throws IOException if it cannot be kept; then the work ends
     */
    void unreadable(int index, String reason) throws IOException;

    /**
     * Hears of the end of a batch, from which the work can go on another time.
     *
     * @param pictures that are done, from the first of the source
     * @throws IOException if it cannot be kept; then the work ends
     */
    void reached(int pictures) throws IOException;
  }

  /** Makes what the network is shown of a picture; called from several threads at once. */
  @FunctionalInterface
  public interface View {

    /**
     * Makes it.
     *
     * @param index of the picture in the source
     * @param picture as it is
     * @return of the size that the embedder works on
     */
    RgbImage of(int index, RgbImage picture);
  }

  /** A picture that is ready for the network, or why it is not. */
  private record Prepared(List<RgbImage> crop, String reason) {}

  private record Batch(
      int from, List<CompletableFuture<Prepared>> pictures, CompletableFuture<float[][]> vectors) {}

  /**
   * Prepares the work.
   *
   * @param source of the pictures
   * @param embedder of them; nobody else should use it meanwhile
   * @param threads that read and decode, at least 1
   */
  public SourceEmbedding(PictureSource source, Embedder embedder, int threads) {
    this(source, embedder, threads, (index, picture) -> embedder.cropped(picture));
  }

  /**
   * Prepares work on something else of the pictures than what evaluations look at.
   *
   * @param source of the pictures
   * @param embedder of them; nobody else should use it meanwhile
   * @param threads that read and decode, at least 1
   * @param view makes what the network is shown
   */
  public SourceEmbedding(PictureSource source, Embedder embedder, int threads, View view) {
    this.source = source;
    this.embedder = embedder;
    this.threads = threads;
    this.view = view;
  }

  /** Ends the work after the batch that is under way. Any thread may call it. */
  public void stop() {
    stopping.set(true);
  }

  /**
   * Embeds the pictures from one on.
   *
   * @param from index of the first: 0, or what {@link Sink#reached} was told
   * @param sink takes the vectors
   * @return whether all are done; false if it was stopped
   * @throws IOException if the sink throws it
   */
  public boolean run(int from, Sink sink) throws IOException {
    over.set(false);
    ExecutorService decoding = Executors.newFixedThreadPool(threads, SourceEmbedding::thread);
    try {
      return run(from, sink, decoding);
    } catch (CompletionException e) {
      throw NetworkThreads.failure(e);
    } finally {
      over.set(true);
      end(decoding);
    }
  }

  private boolean run(int from, Sink sink, ExecutorService decoding) throws IOException {
    Deque<Batch> ahead = new ArrayDeque<>();
    int next = from;
    while (!stopping.get() && (next < source.size() || !ahead.isEmpty())) {
      while (next < source.size() && ahead.size() < embedder.threads() + BATCHES_AHEAD) {
        int end = Math.min(source.size(), next + embedder.batch());
        ahead.addLast(begin(next, end, decoding));
        next = end;
      }
      hand(ahead.removeFirst(), sink);
    }
    return next >= source.size() && ahead.isEmpty();
  }

  private Batch begin(int from, int end, ExecutorService decoding) {
    List<CompletableFuture<Prepared>> pictures = new ArrayList<>();
    for (int i = from; i < end; i++) {
      int index = i;
      pictures.add(CompletableFuture.supplyAsync(() -> prepare(index), decoding));
    }
    CompletableFuture<float[][]> vectors =
        CompletableFuture.allOf(pictures.toArray(CompletableFuture[]::new))
            .thenCompose(all -> vectors(pictures));
    return new Batch(from, pictures, vectors);
  }

  private Prepared prepare(int index) {
    try {
      RgbImage picture = ImageDecoder.decode(source.read(index));
      return new Prepared(List.of(view.of(index, picture)), "");
    } catch (IOException e) {
      return new Prepared(List.of(), String.valueOf(e.getMessage()));
    }
  }

  private CompletableFuture<float[][]> vectors(List<CompletableFuture<Prepared>> pictures) {
    List<RgbImage> crops =
        pictures.stream().flatMap(picture -> picture.join().crop.stream()).toList();
    return crops.isEmpty()
        ? CompletableFuture.completedFuture(new float[0][])
        : embedder.vectors(crops, () -> !over.get());
  }

  private static void hand(Batch batch, Sink sink) throws IOException {
    float[][] vectors = batch.vectors.join();
    int vector = 0;
    int index = batch.from;
    for (CompletableFuture<Prepared> each : batch.pictures) {
      Prepared picture = each.join();
      if (picture.crop.isEmpty()) {
        sink.unreadable(index, picture.reason);
      } else {
        sink.embedded(index, vectors[vector++]);
      }
      index++;
    }
    sink.reached(index);
  }

  private static Thread thread(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              Engine.useThreads(1); // resampling is on one core a picture
              work.run();
            },
            "mugs-decode");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for the pictures that are being read: their source may be closed next. */
  private static void end(ExecutorService decoding) {
    decoding.shutdownNow();
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        over = decoding.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
