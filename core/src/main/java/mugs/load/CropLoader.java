package mugs.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mugs.augment.CropMaker;
import mugs.augment.CropPainter;
import mugs.augment.CropPlans;
import mugs.augment.CropSettings;
import mugs.augment.StageClock;
import mugs.engine.Engine;
import mugs.source.PictureSource;
import org.jspecify.annotations.Nullable;

/**
 * Prepares batches of crops on threads of its own, a few ahead of training. The batches are the
 * same for any number of threads: order and crops follow from the seed, the epoch and the picture
 * alone.
 *
 * <p>The threads take pictures one by one, in the order of the batches, and write all crops of a
 * picture into the memory of its batch. So no thread waits for another while there is room: the
 * next batch begins while the last pictures of this one are still worked on.
 */
public final class CropLoader implements AutoCloseable {

  private final PictureReader reader;
  private final PictureSource source;
  private final CropPlans maker;
  private final LoaderOptions options;
  private final int stepsPerEpoch;
  private final List<Thread> threads = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition progress = lock.newCondition();

  // all below is guarded by the lock
  private final Deque<BatchInMaking> ahead = new ArrayDeque<>();
  private final Deque<BatchMemory> free = new ArrayDeque<>();
  private int reserved;
  private long nextStep;
  private long orderedEpoch = -1;
  private int[] order = {};
  private boolean failed;
  private @Nullable Throwable failure; // of a thread, beside any picture
  private boolean closed;

  /** One picture of a batch, to be worked on by the thread that took it. */
  private record Ticket(BatchInMaking batch, int image) {}

  /**
   * Starts preparing batches.
   *
   * @param source of the pictures, at least a batch of them in each part
   * @param reader of the same source
   * @param settings of the crops
   * @param options of the loader
   * @throws IllegalArgumentException if the pictures do not fill one batch, or an option is
   *     impossible
   */
  public CropLoader(
      PictureSource source, PictureReader reader, CropSettings settings, LoaderOptions options) {
    this(source, reader, new CropMaker(settings, options.seed()), options);
  }

  /**
   * Starts preparing batches.
   *
   * @param source of the pictures, at least a batch of them in each part
   * @param reader of the same source
   * @param maker draws the crops of each picture
   * @param options of the loader
   * @throws IllegalArgumentException if the pictures do not fill one batch, or an option is
   *     impossible
   */
  @SuppressWarnings("ThreadStart") // the last thing the constructor does
  public CropLoader(
      PictureSource source, PictureReader reader, CropPlans maker, LoaderOptions options) {
    int pictures = EpochOrder.length(source, options.part());
    if (options.batch() < 1 || options.batch() > pictures) {
      throw new IllegalArgumentException(
          "%d pictures of %s do not fill a batch of %d"
              .formatted(pictures, source.name(), options.batch()));
    }
    if (options.threads() < 1 || options.ahead() < 1) {
      throw new IllegalArgumentException(
          "a loader needs at least 1 thread and 1 batch ahead, not %d and %d"
              .formatted(options.threads(), options.ahead()));
    }
    this.source = source;
    this.reader = reader;
    this.maker = maker;
    this.options = options;
    this.nextStep = options.firstStep();
    this.stepsPerEpoch = pictures / options.batch();
    for (int i = 0; i < options.threads(); i++) {
      Thread thread = new Thread(this::work, "mugs-loader-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /**
   * Returns the next batch; waits for it if need be. The caller closes it.
   *
   * @throws TooManySkippedException if too many pictures cannot be read, once the batches before
   *     that have been handed out; and again at each further call
   * @throws CropFailureException if crops of a picture could not be made, or a batch not begun,
   *     likewise; a picture is named
   * @throws IllegalStateException if the loader is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public PixelBatch next() throws TooManySkippedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          throw new IllegalStateException("the loader is closed");
        }
        BatchInMaking first = ahead.peek();
        if (first != null && first.isWhole()) {
          ahead.remove();
          room.signalAll();
          BatchMemory memory = first.memory();
          return new PixelBatch(memory, () -> giveBack(memory));
        } else if (failed && (first == null || first.isStill())) {
          raise(first);
        }
        progress.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Throws why there is no next batch; nothing is taken any more, and nothing worked on. */
  private void raise(@Nullable BatchInMaking first) throws TooManySkippedException {
    if (first != null && first.hasFailed()) {
      first.raise();
    }
    throw CropFailureException.ofThread(failure);
  }

  private void work() {
    try {
      Engine.useThreads(1);
      CropPainter painter = new CropPainter(maker.shapes(), StageClock.off());
      for (Ticket ticket = take(); ticket != null; ticket = take()) {
        work(ticket, painter);
      }
    } catch (Throwable e) { // handed to whoever asks for the next batch
      fail(e);
    }
  }

  private void work(Ticket ticket, CropPainter painter) {
    try {
      paint(ticket, painter);
    } catch (Throwable e) { // handed to whoever asks for the batch
      fail(ticket, e);
      return;
    }
    finish(ticket);
  }

  private void paint(Ticket ticket, CropPainter painter) throws TooManySkippedException {
    BatchInMaking batch = ticket.batch;
    PlannedPicture picture =
        PlannedPicture.read(
            reader, maker, options.reduced(), batch.picture(ticket.image), batch.epoch());
    batch.memory().paint(ticket.image, picture, painter);
  }

  /** Waits for a picture to work on; there is none any more once this is closed or has failed. */
  private @Nullable Ticket take() {
    lock.lock();
    try {
      while (!closed && !failed) {
        BatchInMaking last = ahead.peekLast();
        if (last != null && last.hasMore()) {
          return new Ticket(last, last.take());
        } else if (ahead.size() < options.ahead()) {
          ahead.add(begin());
        } else {
          room.awaitUninterruptibly();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private BatchInMaking begin() {
    long epoch = nextStep / stepsPerEpoch;
    if (epoch != orderedEpoch) {
      order = EpochOrder.of(options.seed(), epoch, source, options.part());
      orderedEpoch = epoch;
    }
    int from = (int) (nextStep % stepsPerEpoch) * options.batch();
    if (free.isEmpty()) {
      free.add(BatchMemory.reserve(maker.shapes(), options.batch(), options.device()));
      reserved++;
    }
    BatchInMaking batch = new BatchInMaking(free.element(), epoch, order, from);
    free.remove();
    nextStep++;
    return batch;
  }

  private void finish(Ticket ticket) {
    lock.lock();
    try {
      ticket.batch.finish();
      if (ticket.batch.isWhole() || failed) {
        progress.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void fail(Ticket ticket, Throwable reason) {
    lock.lock();
    try {
      failed = true;
      ticket.batch.fail(ticket.image, reason, source);
    } finally {
      signalFailure();
    }
  }

  private void fail(Throwable reason) {
    lock.lock();
    try {
      failed = true;
      failure = failure == null ? reason : failure;
    } finally {
      signalFailure();
    }
  }

  private void signalFailure() {
    room.signalAll();
    progress.signalAll();
    lock.unlock();
  }

  private void giveBack(BatchMemory memory) {
    lock.lock();
    try {
      if (closed) {
        memory.free();
        reserved--;
      } else {
        free.add(memory);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many batches there is memory for, in use or not. */
  int reserved() {
    lock.lock();
    try {
      return reserved;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the threads and frees all memory, but that of batches that are still open: theirs is freed
   * when they are closed. Returns when the threads are over, even if interrupted meanwhile.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    join();
    lock.lock();
    try {
      ahead.forEach(batch -> free.add(batch.memory()));
      ahead.clear();
      reserved -= free.size();
      free.forEach(BatchMemory::free);
      free.clear();
    } finally {
      lock.unlock();
    }
  }

  private void join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      boolean over = false;
      while (!over) {
        try {
          thread.join();
          over = true;
        } catch (InterruptedException e) {
          interrupted = true; // they write into memory that is freed next
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
