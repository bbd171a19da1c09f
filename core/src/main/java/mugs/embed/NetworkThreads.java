package mugs.embed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mugs.engine.Engine;
import mugs.image.RgbImage;
import mugs.measure.FeatureMatrix;

/**
 * Threads that put pictures through a network, each with one libtorch thread. A thread that is free
 * takes whatever waits, up to a batch, and never waits for more: a picture alone goes at once, and
 * while the threads are busy batches form by themselves.
 */
final class NetworkThreads implements AutoCloseable {
  private final Function<List<RgbImage>, FeatureMatrix> network;
  private final int batch;
  private final List<Thread> threads = new ArrayList<>();
  private final Deque<Request> waiting = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this

  /** Pictures that stay together, and with nobody else's if they are to be apart. */
  private record Request(
      List<RgbImage> pictures,
      boolean apart,
      BooleanSupplier wanted,
      CompletableFuture<float[][]> vectors) {}

  /**
   * Takes the network; {@link #start} starts the threads.
   *
   * @param network gives one row a picture; called from all threads
   * @param batch most pictures that it is given at a time, at least 1
   */
  NetworkThreads(Function<List<RgbImage>, FeatureMatrix> network, int batch) {
    this.network = network;
    this.batch = batch;
  }

  /** Starts so many threads. */
  void start(int count) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::work, "mugs-embed-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Returns the number of threads. */
  int count() {
    return threads.size();
  }

  /**
   * Asks for the vectors of pictures, which go through the network together, beside those of others
   * that wait.
   *
   * @param pictures of one size, at least one, at most a batch
   * @throws IllegalStateException if this is closed
   */
  CompletableFuture<float[][]> submit(List<RgbImage> pictures) {
    return submit(pictures, false, () -> true);
  }

  /**
   * Asks for the vectors of pictures, which go through the network together and beside no others:
   * their last digits depend on nothing else.
   *
   * @param pictures of one size, at least one, at most a batch
   * @param wanted whether anybody still wants them; asked when their turn comes, and if not, they
   *     are cancelled
   * @throws IllegalStateException if this is closed
   */
  CompletableFuture<float[][]> submitApart(List<RgbImage> pictures, BooleanSupplier wanted) {
    return submit(pictures, true, wanted);
  }

  private CompletableFuture<float[][]> submit(
      List<RgbImage> pictures, boolean apart, BooleanSupplier wanted) {
    CompletableFuture<float[][]> vectors = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        throw closedAlready();
      }
      waiting.add(new Request(pictures, apart, wanted, vectors));
      notify();
    }
    return vectors;
  }

  private static IllegalStateException closedAlready() {
    return new IllegalStateException("the embedder is closed: load another");
  }

  private void work() {
    try {
      Engine.useThreads(1);
      for (List<Request> taken = take(); !taken.isEmpty(); taken = take()) {
        answer(taken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by nobody here; what waits is told at the end
    }
  }

  /** Waits for requests that are wanted; none when this is closed and nothing waits. */
  private synchronized List<Request> take() throws InterruptedException {
    dropUnwanted();
    while (waiting.isEmpty() && !closed) {
      wait();
      dropUnwanted();
    }
    List<Request> taken = new ArrayList<>();
    int pictures = 0;
    while (!waiting.isEmpty() && fits(taken, pictures, waiting.getFirst())) {
      Request request = waiting.removeFirst();
      pictures += request.pictures.size();
      taken.add(request);
    }
    return taken;
  }

  private void dropUnwanted() {
    for (Iterator<Request> each = waiting.iterator(); each.hasNext(); ) {
      Request request = each.next();
      if (!request.wanted.getAsBoolean()) {
        each.remove();
        request.vectors.cancel(false);
      }
    }
  }

  private boolean fits(List<Request> taken, int pictures, Request next) {
    return taken.isEmpty()
        || (!taken.get(0).apart && !next.apart && pictures + next.pictures.size() <= batch);
  }

  private void answer(List<Request> requests) {
    try {
      FeatureMatrix features =
          network.apply(requests.stream().flatMap(request -> request.pictures.stream()).toList());
      int row = 0;
      for (Request request : requests) {
        float[][] vectors = new float[request.pictures.size()][];
        for (int i = 0; i < vectors.length; i++) {
          vectors[i] = features.row(row++);
        }
        request.vectors.complete(vectors);
      }
    } catch (RuntimeException | Error e) { // the thread goes on; who asked is told
      requests.forEach(request -> request.vectors.completeExceptionally(e));
    }
  }

  /** Ends the threads once they have answered what was asked; afterwards the network is free. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns what went wrong on another thread, to be thrown on this one.
   *
   * @throws Error if it was one
   */
  static RuntimeException failure(CompletionException told) {
    if (told.getCause() instanceof Error error) {
      throw error;
    }
    return told.getCause() instanceof RuntimeException failure ? failure : told;
  }
}
