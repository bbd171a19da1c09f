package mugs.load;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import mugs.augment.Crop;
import mugs.augment.CropMaker;
import mugs.augment.CropSettings;
import mugs.augment.PictureCrops;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.source.PictureSource;
import org.bytedeco.pytorch.Tensor;

/**
 * Prepares batches of crops on threads of its own, a few ahead of training. The batches are the
 * same for any number of threads: order and crops follow from the seed, the epoch and the picture
 * alone.
 */
public final class CropLoader implements AutoCloseable {
  /** Batches that wait ready; beside them one is in use and one in the making. */
  private static final int AHEAD = 1;

  private final PictureReader reader;
  private final PictureSource source;
  private final CropSettings settings;
  private final CropMaker maker;
  private final Options options;
  private final Workers threads;
  private final BlockingQueue<Prepared> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Thread coordinator;
  private volatile boolean closed;

  /**
   * What a loader needs beside pictures and crops.
   *
   * @param batch images a batch
   * @param seed of order and crops
   * @param firstStep the step whose batch comes first
   * @param threads that decode and crop, at least 1
   * @param precision of the crops
   */
  public record Options(int batch, long seed, long firstStep, int threads, Precision precision) {}

  /** A batch, or why there is none. */
  private sealed interface Prepared {
    record Batch(CropBatch crops) implements Prepared {}

    record Failed(Throwable reason) implements Prepared {
      void raise() throws TooManySkippedException {
        if (reason instanceof TooManySkippedException skipped) {
          throw skipped;
        } else if (reason instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) reason;
      }
    }
  }

  /**
   * Starts preparing batches.
   *
   * @param source of the pictures, at least a batch of them
   * @param reader of the same source
   * @param settings of the crops
   * @param options of the loader
   * @throws IllegalArgumentException if the pictures do not fill one batch
   */
  @SuppressWarnings("ThreadStart") // the last thing the constructor does
  public CropLoader(
      PictureSource source, PictureReader reader, CropSettings settings, Options options) {
    if (options.batch() < 1 || options.batch() > source.size()) {
      throw new IllegalArgumentException(
          "%d pictures of %s do not fill a batch of %d"
              .formatted(source.size(), source.name(), options.batch()));
    }
    this.source = source;
    this.reader = reader;
    this.settings = settings;
    this.maker = new CropMaker(settings, options.seed());
    this.options = options;
    this.threads = new Workers(options.threads(), 1);
    this.coordinator = new Thread(this::prepare, "mugs-loader");
    coordinator.setDaemon(true);
    coordinator.start();
  }

  /**
   * Returns the next batch; waits for it if need be. The caller closes it.
   *
   * @throws TooManySkippedException if too many pictures cannot be read, once the batches before
   *     that have been handed out; and again at each further call
   * @throws IllegalStateException if the loader is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public CropBatch next() throws TooManySkippedException, InterruptedException {
    Prepared next = ready.take();
    if (next instanceof Prepared.Failed failed) {
      ready.add(failed); // whoever asks again hears the same
      failed.raise();
    }
    return ((Prepared.Batch) next).crops();
  }

  private void prepare() {
    try {
      try {
        prepareBatches();
      } catch (RuntimeException e) {
        ready.put(
            TooManySkippedException.behind(e)
                .map(Prepared.Failed::new)
                .orElseGet(() -> new Prepared.Failed(e)));
      } catch (Error e) {
        ready.put(new Prepared.Failed(e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void prepareBatches() throws InterruptedException {
    long stepsPerEpoch = source.size() / options.batch();
    long orderedEpoch = -1;
    int[] order = {};
    for (long step = options.firstStep(); !closed; step++) {
      long epoch = step / stepsPerEpoch;
      if (epoch != orderedEpoch) {
        order = EpochOrder.of(options.seed(), epoch, source);
        orderedEpoch = epoch;
      }
      int from = (int) (step % stepsPerEpoch) * options.batch();
      handOver(batch(epoch, Arrays.copyOfRange(order, from, from + options.batch())));
    }
  }

  private void handOver(CropBatch batch) throws InterruptedException {
    try {
      if (closed) {
        throw new InterruptedException("closed, and the batch may not be whole");
      }
      ready.put(new Prepared.Batch(batch));
    } catch (InterruptedException e) {
      batch.close();
      throw e;
    }
  }

  /** Each thread takes every n-th picture and writes into places of its own. */
  private CropBatch batch(long epoch, int[] pictures) {
    try (Scope scope = Scope.withoutGradients()) {
      int images = pictures.length;
      Tensor teacher = planes(2, images, settings.globalSize());
      Tensor globals = planes(2, images, settings.globalSize());
      Tensor locals = planes(settings.localCrops(), images, settings.localSize());
      boolean[] weak = new boolean[images];
      long[] indexes = new long[images];
      List<Target> targets =
          List.of(
              new Target(Tensors.buffer(teacher), images),
              new Target(Tensors.buffer(globals), images),
              new Target(Tensors.buffer(locals), images));
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int t = 0; t < threads.count(); t++) {
        int first = t;
        tasks.add(
            () -> {
              for (int i = first; i < images && !closed; i += threads.count()) {
                PictureReader.Read picture = reader.read(pictures[i]);
                PictureCrops crops = maker.crops(picture.image(), epoch, picture.index());
                targets.get(0).put(crops.teacher(), i);
                targets.get(1).put(crops.globals(), i);
                targets.get(2).put(crops.locals(), i);
                weak[i] = crops.weak();
                indexes[i] = picture.index();
              }
              return true;
            });
      }
      threads.run(tasks);
      return new CropBatch(kept(teacher), kept(globals), kept(locals), weak, indexes);
    }
  }

  private static Tensor planes(int crops, int images, int side) {
    return Tensors.zeros(Precision.FLOAT32, crops, images, Normalisation.CHANNELS, side, side);
  }

  private Tensor kept(Tensor crops) {
    return Scope.keep(options.precision().of(crops));
  }

  private record Target(FloatBuffer values, int images) {
    void put(List<Crop> crops, int image) {
      for (int i = 0; i < crops.size(); i++) {
        float[] planes = Normalisation.of(crops.get(i));
        values.put((i * images + image) * planes.length, planes);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    coordinator.interrupt();
    try {
      coordinator.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.close();
    for (Prepared left = ready.poll(); left != null; left = ready.poll()) {
      if (left instanceof Prepared.Batch batch) {
        batch.crops().close();
      }
    }
    ready.add(new Prepared.Failed(new IllegalStateException("the loader is closed")));
  }
}
