package mugs.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import mugs.engine.Workers;
import mugs.image.RgbImage;

/** Reads pictures in a given order and prepares each, on several threads. */
public final class EvaluationLoader implements AutoCloseable {
  private final PictureReader reader;
  private final Workers threads;

  /**
   * Starts the threads.
   *
   * @param reader of the pictures
   * @param threads that decode, at least 1
   */
  public EvaluationLoader(PictureReader reader, int threads) {
    this.reader = reader;
    this.threads = new Workers(threads, 1);
  }

  /**
   * Reads some pictures.
   *
   * @param pictures their indexes
   * @param preparation what to make of each; called from several threads
   * @return one result a picture, in the order given; the next readable picture's in the place of
   *     one that cannot be read
   */
  public List<RgbImage> read(int[] pictures, Function<PictureReader.Read, RgbImage> preparation) {
    RgbImage[] prepared = new RgbImage[pictures.length];
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < threads.count(); t++) {
      int first = t;
      tasks.add(
          () -> {
            for (int i = first; i < pictures.length; i += threads.count()) {
              prepared[i] = preparation.apply(reader.read(pictures[i]));
            }
            return true;
          });
    }
    threads.run(tasks);
    return Arrays.asList(prepared);
  }

  @Override
  public void close() {
    threads.close();
  }
}
