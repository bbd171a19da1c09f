package mugs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import mugs.engine.Autocast;
import mugs.engine.Autograd;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.method.AdamW;
import mugs.method.CheckpointedTokens;
import mugs.method.Gradients;
import mugs.method.KeyedDropPath;
import mugs.method.LossScale;
import mugs.method.NotFiniteException;
import mugs.method.Shard;
import mugs.method.WorkerLeaves;
import mugs.train.Schedule;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Fine-tuning of a classifier: mixed pictures in, cross entropy with mixed labels, gradients of the
 * whole network by several workers, AdamW with a rate for each layer. As in pretraining, the way a
 * batch is cut into shards changes the result by rounding alone.
 */
final class FineTuning implements StepwiseTraining {
  private static final double NANOS_A_SECOND = 1e9;

  /** The usual constants, those of BEiT and DeiT. */
  private static final AdamW.Constants CONSTANTS = new AdamW.Constants(0.9, 0.999, 1e-8);

  private static final String NETWORK = "network.";
  private static final String SKIPPED = "skipped_pictures";

  private final FineTuneSettings settings;
  private final Classifier classifier;
  private final LabelledPictures pictures;
  private final Execution execution;
  private final Schedule rates;
  private final AdamW optimiser;
  private final List<WorkerLeaves> leaves = new ArrayList<>();
  private final List<ClassifierNetwork> networks = new ArrayList<>();
  private final KeyedDropPath.Rule dropPath;
  private final Set<Integer> skippedBefore = new TreeSet<>();
  private Optional<LossScale> lossScale;
  private Optional<CropLoader> loader = Optional.empty();
  private boolean changing;

  /**
   * How steps are carried out; the result does not depend on it, but for rounding.
   *
   * @param workers that share a batch; they stay
   * @param microBatch images that a worker takes at a time; 0: an equal part for each worker
   * @param checkpointing whether activations are computed twice instead of kept
   */
  record Execution(Workers workers, int microBatch, boolean checkpointing) {}

  /** What a worker found of its shards. */
  private record Found(double loss, List<Tensor> gradients) {}

  /** A batch and how it is mixed. */
  private record Mixed(CropBatch crops, long[] labels, Mixing mixing, long step) {}

  /**
   * Prepares; nothing is read before the first step.
   *
   * @param settings whose batch the pictures fill
   * @param classifier to tune; it stays
   * @param pictures to learn from
   * @param execution of the steps
   */
  FineTuning(
      FineTuneSettings settings,
      Classifier classifier,
      LabelledPictures pictures,
      Execution execution) {
    this.settings = settings;
    this.classifier = classifier;
    this.pictures = pictures;
    this.execution = execution;
    this.rates =
        Schedule.warmUpThenCosine(
            settings.rate(),
            settings.endRate(),
            settings.warmUpEpochs() * stepsPerEpoch(),
            steps());
    int blocks = classifier.description().vit().blocks();
    this.optimiser =
        new AdamW(
            classifier.parameters(), new LayerGroups(blocks, settings.layerDecay()), CONSTANTS);
    this.dropPath =
        new KeyedDropPath.Rule(
            settings.dropPath(), blocks, settings.seed(), classifier.placement());
    this.lossScale =
        classifier.placement().precision().scalesLosses()
            ? Optional.of(new LossScale())
            : Optional.empty();
    for (int i = 0; i < execution.workers().count(); i++) {
      WorkerLeaves own = new WorkerLeaves(classifier.parameters());
      leaves.add(own);
      networks.add(new ClassifierNetwork(classifier.description().vit(), own.parameters()));
    }
  }

  @Override
  public long steps() {
    return settings.epochs() * stepsPerEpoch();
  }

  @Override
  public long stepsPerEpoch() {
    return pictures.source().size() / settings.batch();
  }

  @Override
  public int batch() {
    return settings.batch();
  }

  @Override
  public StepFigures step(long index) throws IOException, InterruptedException {
    long asked = System.nanoTime();
    if (loader.isEmpty()) {
      loader = Optional.of(pictures.from(index));
    }
    try (CropBatch crops =
        loader
            .get()
            .next()
            .normalised(classifier.description().normalisation(), classifier.placement())) {
      double waited = (System.nanoTime() - asked) / NANOS_A_SECOND;
      double rate = rates.at(index);
      int size = pictures.crops().shapes().globalSize();
      Mixing mixing = Mixing.draw(settings.mix(), settings.seed(), index, size);
      double loss = learn(new Mixed(crops, pictures.labels(crops), mixing, index), rate);
      return new StepFigures(loss, rate, waited);
    }
  }

  @Override
  public boolean isBetweenSteps() {
    return !changing;
  }

  /** Takes a step; with 16-bit products again with half the scale, if gradients overflow. */
  private double learn(Mixed batch, double rate) {
    double scale = lossScale.map(LossScale::scale).orElse(1.0);
    while (true) {
      try (Scope scope = Scope.withoutGradients()) {
        classifier.placement().settleProducts();
        List<Found> found = work(batch, scale);
        double loss = found.stream().mapToDouble(Found::loss).sum();
        Gradients gradients = sum(found, scope);
        gradients.unscale(scale);
        double[] norms = gradients.norms();
        boolean overflows =
            Double.isFinite(loss) && !Arrays.stream(norms).allMatch(Double::isFinite);
        if (overflows && lossScale.isPresent() && scale / 2 >= LossScale.SMALLEST) {
          scale /= 2; // nothing was changed yet
          continue;
        }
        check(loss, gradients, norms, batch.step);
        double took = scale;
        changing = true;
        lossScale.ifPresent(own -> own.took(took));
        optimiser.update(gradients, rate, settings.weightDecay());
        changing = false;
        return loss;
      }
    }
  }

  private static void check(double loss, Gradients gradients, double[] norms, long step) {
    try {
      if (!Double.isFinite(loss)) {
        throw new NotFiniteException("the loss is not finite");
      }
      gradients.checkFinite(norms);
    } catch (NotFiniteException e) {
      throw new NotFiniteException(
          step + 1,
          "in step %d %s: begin again with a lower --rate".formatted(step + 1, e.getMessage()),
          e);
    }
  }

  private Gradients sum(List<Found> found, Scope scope) {
    List<String> names = classifier.parameters().names();
    List<Tensor> sums = Gradients.sums(found.stream().map(Found::gradients).toList(), scope);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (sums.get(i).defined()) {
        byName.put(names.get(i), sums.get(i));
      }
    }
    return new Gradients(byName);
  }

  private List<Found> work(Mixed batch, double scale) {
    int count = execution.workers().count();
    int images = batch.crops.images();
    int size = execution.microBatch() > 0 ? execution.microBatch() : (images + count - 1) / count;
    List<Shard> shards = Shard.split(images, size);
    Found[] finished = new Found[Math.min(count, shards.size())];
    List<Callable<Found>> tasks = new ArrayList<>();
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
            finished[worker] = new Found(loss, own);
            return finished[worker];
          });
    }
    try {
      return execution.workers().run(tasks);
    } catch (RuntimeException | Error e) { // one failed: what the others kept is of no use
      for (Found each : finished) {
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
              .mul(new Scalar(-1.0 / batch.crops.images()));
      Autograd.addGradients(loss.mul(new Scalar(scale)));
      checkpointed.ifPresent(CheckpointedTokens::backward);
      return loss.item_double();
    }
  }

  /** The images of a shard and those that they are mixed with, which stand at the other end. */
  private Tensor mixed(Mixed batch, Shard shard) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor own = batch.crops.globals(shard.from(), shard.images()).squeeze(0);
      if (batch.mixing.leavesAlone()) {
        return scope.handUp(own);
      }
      int from = batch.crops.images() - shard.from() - shard.images();
      Tensor others = batch.crops.globals(from, shard.images()).squeeze(0).flip(0);
      return scope.handUp(batch.mixing.mix(own, others));
    }
  }

  private Tensor targets(Mixed batch, Shard shard) {
    int last = batch.labels.length - 1;
    long[] own = Arrays.copyOfRange(batch.labels, shard.from(), shard.from() + shard.images());
    long[] others =
        IntStream.range(shard.from(), shard.from() + shard.images())
            .mapToLong(i -> batch.labels[last - i])
            .toArray();
    return batch.mixing.targets(
        own, others, classifier.classes(), settings.mix().smoothing(), classifier.placement());
  }

  private DropPath drop(Mixed batch, Shard shard) {
    if (settings.dropPath() == 0) {
      return DropPath.NONE;
    }
    long[] shown =
        Arrays.copyOfRange(batch.crops.pictures(), shard.from(), shard.from() + shard.images());
    return new KeyedDropPath(dropPath, batch.step, shown, 0, 1);
  }

  /** Returns how many pictures could not be read, over all restarts. */
  int skipped() {
    return skippedPictures().size();
  }

  private Set<Integer> skippedPictures() {
    Set<Integer> all = new TreeSet<>(skippedBefore);
    all.addAll(pictures.reader().skipped().byIndex().keySet());
    return all;
  }

  /**
   * The network, the optimiser's moments and, where there are any, the scale of the losses and the
   * pictures that could not be read.
   */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    classifier.parameters().asMap().forEach((name, tensor) -> state.put(NETWORK + name, tensor));
    state.putAll(optimiser.tensors());
    Tensor like = classifier.parameters().asMap().values().iterator().next();
    lossScale.ifPresent(scale -> state.putAll(scale.tensors(like)));
    long[] skipped = skippedPictures().stream().mapToLong(Integer::longValue).toArray();
    if (skipped.length > 0) {
      state.put(SKIPPED, Tensors.of(skipped, skipped.length));
    }
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    try (Scope scope = Scope.withoutGradients()) {
      classifier
          .parameters()
          .asMap()
          .forEach(
              (name, own) -> {
                Tensor stored = state.get(NETWORK + name);
                if (stored == null || !Arrays.equals(Tensors.shape(stored), Tensors.shape(own))) {
                  throw new IllegalArgumentException(
                      "the stored network is not that of these settings: \"%s\" does not fit"
                          .formatted(name));
                }
                own.copy_(stored);
              });
    }
    optimiser.restore(state, classifier.placement());
    lossScale = lossScale.map(anew -> LossScale.of(state));
    Optional.ofNullable(state.get(SKIPPED))
        .ifPresent(
            skipped -> {
              for (long picture : Tensors.toLongs(skipped)) {
                skippedBefore.add((int) picture);
              }
            });
  }

  @Override
  public void close() {
    loader.ifPresent(CropLoader::close);
    leaves.forEach(WorkerLeaves::close);
    optimiser.close();
  }
}
