package mugs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.train.Schedule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Linear heads that learn side by side in one pass over the features. Each worker has some of the
 * heads, for all of the pictures: heads owe each other nothing, so there is nothing to add up.
 */
final class LinearTraining implements StepwiseTraining {
  private static final double NANOS_A_SECOND = 1e9;

  private final LinearSettings settings;
  private final RowBatches batches;
  private final int classes;
  private final Placement placement;
  private final Workers workers;
  private final List<LinearHeads> parts = new ArrayList<>();
  private final Schedule cosine;
  private boolean changing;

  /**
   * Starts the heads.
   *
   * @param settings of the probe, whose batch the pictures fill
   * @param batches to learn from; closed with this, also where it cannot be started
   * @param classes that are told apart
   * @param placement of heads and features
   * @param workers that share the heads; they stay
   */
  LinearTraining(
      LinearSettings settings,
      RowBatches batches,
      int classes,
      Placement placement,
      Workers workers) {
    this.settings = settings;
    this.batches = batches;
    this.classes = classes;
    this.placement = placement;
    this.workers = workers;
    try {
      this.cosine = Schedule.cosine(1, 0, steps());
      start(settings.heads());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void start(List<LinearHead> heads) {
    for (int from = 0, to = 1; from < heads.size(); from = to++) {
      while (to < heads.size() && heads.get(to).optimiser() == heads.get(from).optimiser()) {
        to++;
      }
      share(heads.subList(from, to));
    }
  }

  /** Gives each worker an equal part of heads that have one optimiser. */
  private void share(List<LinearHead> alike) {
    int count = Math.min(workers.count(), alike.size());
    for (int i = 0; i < count; i++) {
      parts.add(
          new LinearHeads(
              alike.subList(alike.size() * i / count, alike.size() * (i + 1) / count),
              settings.batch(),
              classes,
              batches.width(),
              settings.seed(),
              placement));
    }
  }

  @Override
  public long steps() {
    return settings.epochs() * stepsPerEpoch();
  }

  @Override
  public long stepsPerEpoch() {
    return batches.pictures() / settings.batch();
  }

  @Override
  public int batch() {
    return settings.batch();
  }

  @Override
  public StepFigures step(long index) throws IOException, InterruptedException {
    try (Scope scope = Scope.withoutGradients()) {
      long asked = System.nanoTime();
      RowBatches.Batch batch = batches.next(index);
      double waited = (System.nanoTime() - asked) / NANOS_A_SECOND;
      LinearHeads.Rate rate = LinearHeads.Rate.of(cosine, settings.endRate(), index);
      double best = Double.POSITIVE_INFINITY;
      changing = true;
      for (double[] losses : onEach(part -> part.learn(batch.rows(), batch.labels(), rate))) {
        for (double loss : losses) {
          best = loss < best ? loss : best; // one that is not finite is never less
        }
      }
      changing = false;
      double first = settings.heads().get(0).scaledRate(batch());
      return new StepFigures(best / batch(), first * rate.share() + rate.besides(), waited);
    }
  }

  @Override
  public boolean isBetweenSteps() {
    return !changing;
  }

  /** Asks each worker's heads for a tensor, and returns the values. */
  private List<double[]> onEach(Function<LinearHeads, Tensor> work) {
    List<Callable<double[]>> tasks = new ArrayList<>();
    for (LinearHeads part : parts) {
      tasks.add(
          () -> {
            try (Scope scope = Scope.withoutGradients()) {
              return Tensors.toDoubles(work.apply(part));
            }
          });
    }
    return workers.run(tasks);
  }

  /**
   * Returns for each head the share of pictures whose class is among its highest scores; those of a
   * class that was not learned are wrong. Features are read once, a part at a time.
   *
   * @param test features and labels
   * @param among how many of the highest scores, one number or several
   * @return for each of these numbers 0 to 1, in the order of the settings
   */
  double[][] accuracies(LabelledFeatures test, int... among) {
    int[] labels = test.labels();
    double[][] right = new double[among.length][settings.heads().size()];
    CachedRows.each(
        test.features(),
        placement,
        (from, rows) -> {
          int[] known =
              IntStream.range(0, (int) rows.size(0))
                  .filter(i -> labels[from + i] < classes)
                  .toArray();
          if (known.length > 0) {
            long[] own = Arrays.stream(known).mapToLong(i -> labels[from + i]).toArray();
            addRight(
                rows.index_select(0, CachedRows.tensor(known, placement)),
                placement.of(own, own.length),
                among,
                right);
          }
        });
    for (double[] ofHeads : right) {
      for (int head = 0; head < ofHeads.length; head++) {
        ofHeads[head] /= labels.length;
      }
    }
    return right;
  }

  private void addRight(Tensor rows, Tensor own, int[] among, double[][] right) {
    for (int i = 0; i < among.length; i++) {
      int highest = among[i];
      List<Callable<long[]>> tasks = new ArrayList<>();
      for (LinearHeads part : parts) {
        tasks.add(() -> part.right(rows, own, highest));
      }
      int head = 0;
      for (long[] counts : workers.run(tasks)) {
        for (long count : counts) {
          right[i][head++] += count;
        }
      }
    }
  }

  /** Returns which heads still have finite weights, in the order of the settings. */
  boolean[] finite() {
    boolean[] finite = new boolean[settings.heads().size()];
    int head = 0;
    for (LinearHeads part : parts) {
      for (boolean each : part.finite()) {
        finite[head++] = each;
      }
    }
    return finite;
  }

  /** The heads one after the other, however many workers share them. */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (String name : parts.get(0).tensors().keySet()) {
      Tensor[] all = parts.stream().map(part -> part.tensors().get(name)).toArray(Tensor[]::new);
      state.put(name, torch.cat(new TensorVector(all), 0));
    }
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    long from = 0;
    for (LinearHeads part : parts) {
      from = part.restore(state, from);
    }
  }

  @Override
  public SortedMap<Integer, String> unreadable() {
    return batches.unreadable();
  }

  @Override
  public void takeUp(Map<Integer, String> known) throws IOException {
    batches.takeUp(known);
  }

  @Override
  public void close() {
    parts.forEach(LinearHeads::close);
    batches.close();
  }
}
