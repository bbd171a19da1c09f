package mugs.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import mugs.engine.Workers;

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
   * @throws TooManySkippedException if too many cannot be read
   */
  public <T> List<T> read(int[] pictures, Function<PictureReader.Read, T> preparation)
      throws TooManySkippedException {
    int count = threads.count();
    List<Callable<List<T>>> tasks = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int first = t;
      tasks.add(
          () -> {
            List<T> own = new ArrayList<>();
            for (int i = first; i < pictures.length; i += count) {
              own.add(preparation.apply(reader.read(pictures[i])));
            }
            return own;
          });
    }
    List<List<T>> parts = run(tasks);
    List<T> prepared = new ArrayList<>();
    for (int i = 0; i < pictures.length; i++) {
      prepared.add(parts.get(i % count).get(i / count));
    }
    return prepared;
  }

  private <T> List<List<T>> run(List<Callable<List<T>>> tasks) throws TooManySkippedException {
    try {
      return threads.run(tasks);
    } catch (IllegalStateException e) {
      throw TooManySkippedException.behind(e).orElseThrow(() -> e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
