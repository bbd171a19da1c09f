package mugs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import mugs.engine.Autocast;
import mugs.engine.Autograd;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.load.CropBatch;
import mugs.method.CheckpointedTokens;
import mugs.method.Gradients;
import mugs.method.KeyedDropPath;
import mugs.method.Shard;
import mugs.method.WorkerLeaves;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradients of a classifier: mixed pictures in, cross entropy with mixed labels, shared by several
 * workers. As in pretraining, the way a batch is cut into shards changes them by rounding alone.
 */
final class ClassifierGradients implements AutoCloseable {
  private final FineTuneSettings settings;
  private final Classifier classifier;
  private final FineTuning.Execution execution;
  private final KeyedDropPath.Rule dropPath;
  private final List<WorkerLeaves> leaves = new ArrayList<>();
  private final List<ClassifierNetwork> networks = new ArrayList<>();

  /**
   * A batch and how it is mixed.
   *
   * @param crops its pictures
   * @param labels one a picture
   * @param mixing of pictures and labels
   * @param step of the batch
   */
  record Mixed(CropBatch crops, long[] labels, Mixing mixing, long step) {}

  /**
   * What was found of a batch.
   *
   * @param loss of it, a mean
   * @param gradients of the loss times the scale, in the scope that was given
   */
  record Found(double loss, Gradients gradients) {}

  /** What a worker found of its shards. */
  private record Part(double loss, List<Tensor> gradients) {}

  /**
   * Prepares workers.
   *
   * @param settings of the fine-tuning
   * @param classifier whose gradients are taken; it stays
   * @param execution of the work
   */
  ClassifierGradients(
      FineTuneSettings settings, Classifier classifier, FineTuning.Execution execution) {
    this.settings = settings;
    this.classifier = classifier;
    this.execution = execution;
    int blocks = classifier.description().vit().blocks();
    this.dropPath =
        new KeyedDropPath.Rule(
            settings.dropPath(), blocks, settings.seed(), classifier.placement());
    for (int i = 0; i < execution.workers().count(); i++) {
      WorkerLeaves own = new WorkerLeaves(classifier.parameters());
      leaves.add(own);
      networks.add(new ClassifierNetwork(classifier.description().vit(), own.parameters()));
    }
  }

  /**
   * Takes the gradients of a batch.
   *
   * @param batch to learn from
   * @param scale of the loss whose gradients are taken
   * @param scope that they belong to
   */
  Found of(Mixed batch, double scale, Scope scope) {
    List<Part> parts = work(batch, scale);
    double loss = parts.stream().mapToDouble(Part::loss).sum();
    return new Found(loss, sum(parts, scope));
  }

  private Gradients sum(List<Part> found, Scope scope) {
    List<String> names = classifier.parameters().names();
    List<Tensor> sums = Gradients.sums(found.stream().map(Part::gradients).toList(), scope);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (sums.get(i).defined()) {
        byName.put(names.get(i), sums.get(i));
      }
    }
    return new Gradients(byName);
  }

  private List<Part> work(Mixed batch, double scale) {
    int count = execution.workers().count();
    int images = batch.crops().images();
    int part = (images + count - 1) / count;
    int size = execution.microBatch() > 0 ? Math.min(execution.microBatch(), part) : part;
    List<Shard> shards = Shard.split(images, size);
    Part[] finished = new Part[Math.min(count, shards.size())];
    List<Callable<Part>> tasks = new ArrayList<>();
    for (int w = 0; w < finished.length; w++) {
      int worker = w;
      tasks.add(
          () -> {
            leaves.get(worker).forget();
            double loss = 0;
            for (int i = worker; i < shards.size(); i += count) {
              loss += study(batch, shards.get(i), networks.get(worker), scale);
            }
            List<Tensor> own = leaves.get(worker).take(classifier.parameters().names());
            finished[worker] = new Part(loss, own);
            return finished[worker];
          });
    }
    try {
      return execution.workers().run(tasks);
    } catch (RuntimeException | Error e) { // one failed: what the others kept is of no use
      for (Part each : finished) {
        if (each != null) {
          each.gradients.forEach(gradient -> gradient.close());
        }
      }
      throw e;
    }
  }

  /** Adds the gradients of some images to the worker's, and returns their part of the loss. */
  private double study(Mixed batch, Shard shard, ClassifierNetwork network, double scale) {
    try (Scope scope = Scope.withGradients()) {
      Placement placement = classifier.placement();
      Tensor pixels = mixed(batch, shard);
      DropPath drop = drop(batch, shard);
      Optional<CheckpointedTokens> checkpointed =
          execution.checkpointing()
              ? Optional.of(new CheckpointedTokens(network.backbone(), pixels, drop, placement))
              : Optional.empty();
      Tensor scores;
      try (Autocast cast = placement.autocast()) {
        Tensor tokens =
            checkpointed
                .map(CheckpointedTokens::tokens)
                .orElseGet(() -> network.backbone().tokens(pixels, drop));
        scores = placement.precision().of(network.scores(tokens));
      }
      Tensor loss =
          scores
              .log_softmax(1)
              .mul(targets(batch, shard))
              .sum()
              .mul(new Scalar(-1.0 / batch.crops().images()));
      Autograd.addGradients(loss.mul(new Scalar(scale)));
      checkpointed.ifPresent(CheckpointedTokens::backward);
      return loss.item_double();
    }
  }

  /** The images of a shard and those that they are mixed with, which stand at the other end. */
  private Tensor mixed(Mixed batch, Shard shard) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor own = batch.crops().globals(shard.from(), shard.images()).squeeze(0);
      if (batch.mixing().leavesAlone()) {
        return scope.handUp(own);
      }
      int from = batch.crops().images() - shard.from() - shard.images();
      Tensor others = batch.crops().globals(from, shard.images()).squeeze(0).flip(0);
      return scope.handUp(batch.mixing().mix(own, others));
    }
  }

  private Tensor targets(Mixed batch, Shard shard) {
    int last = batch.labels().length - 1;
    long[] own = Arrays.copyOfRange(batch.labels(), shard.from(), shard.from() + shard.images());
    long[] others =
        IntStream.range(shard.from(), shard.from() + shard.images())
            .mapToLong(i -> batch.labels()[last - i])
            .toArray();
    return batch
        .mixing()
        .targets(
            own, others, classifier.classes(), settings.mix().smoothing(), classifier.placement());
  }

  private DropPath drop(Mixed batch, Shard shard) {
    if (settings.dropPath() == 0) {
      return DropPath.NONE;
    }
    long[] shown =
        Arrays.copyOfRange(batch.crops().pictures(), shard.from(), shard.from() + shard.images());
    return new KeyedDropPath(dropPath, batch.step(), shown, 0, 1);
  }

  @Override
  public void close() {
    leaves.forEach(WorkerLeaves::close);
  }
}
