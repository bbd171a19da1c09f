package mugs.evaluate;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.method.AdamW;
import mugs.method.Gradients;
import mugs.method.LossScale;
import mugs.method.NotFiniteException;
import mugs.train.Schedule;
import org.bytedeco.pytorch.Tensor;

/**
 * Fine-tuning of a classifier: batches of pictures, how each is mixed, gradients of the whole
 * network, AdamW with a rate for each layer, and the state of all that.
 */
final class FineTuning implements StepwiseTraining {
  private static final double NANOS_A_SECOND = 1e9;

  /** The usual constants, those of BEiT and DeiT. */
  private static final AdamW.Constants CONSTANTS = new AdamW.Constants(0.9, 0.999, 1e-8);

  private static final String NETWORK = "network.";

  /** Pictures that could not be read, in states of earlier versions, which keep no reasons. */
  private static final String SKIPPED = "skipped_pictures";

  private final FineTuneSettings settings;
  private final Classifier classifier;
  private final LabelledPictures pictures;
  private final Schedule rates;
  private final AdamW optimiser;
  private final ClassifierGradients gradients;
  private Optional<LossScale> lossScale;
  private Optional<CropLoader> loader = Optional.empty();
  private boolean changing;

  /**
   * How steps are carried out; the result does not depend on it, but for rounding.
   *
   * @param workers that share a batch; they stay
   * @param microBatch images that a worker takes at a time, an equal part of the batch at most; 0:
   *     that part
   * @param checkpointing whether activations are computed twice instead of kept
   */
  record Execution(Workers workers, int microBatch, boolean checkpointing) {}

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
    this.gradients = new ClassifierGradients(settings, classifier, execution);
    this.lossScale =
        classifier.placement().precision().scalesLosses()
            ? Optional.of(new LossScale())
            : Optional.empty();
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
      int size = pictures.crops().shapes().globalSize();
      Mixing mixing = Mixing.draw(settings.mix(), settings.seed(), index, size);
      return new StepFigures(learn(crops, mixing, index), rates.at(index), waited);
    }
  }

  /**
   * Learns from a batch.
   *
   * @param crops of it
   * @param mixing of its pictures and labels
   * @param index of the step from 0
   * @return the loss before the step, a mean
   */
  double learn(CropBatch crops, Mixing mixing, long index) {
    return learn(
        new ClassifierGradients.Mixed(crops, pictures.labels(crops), mixing, index),
        rates.at(index));
  }

  @Override
  public boolean isBetweenSteps() {
    return !changing;
  }

  /** Takes a step; with 16-bit products again with half the scale, if gradients overflow. */
  private double learn(ClassifierGradients.Mixed batch, double rate) {
    double scale = lossScale.map(LossScale::scale).orElse(1.0);
    while (true) {
      try (Scope scope = Scope.withoutGradients()) {
        classifier.placement().settleProducts();
        ClassifierGradients.Found found = gradients.of(batch, scale, scope);
        double loss = found.loss();
        Gradients own = found.gradients();
        own.unscale(scale);
        double[] norms = own.norms();
        boolean overflows =
            Double.isFinite(loss) && !Arrays.stream(norms).allMatch(Double::isFinite);
        if (overflows && lossScale.isPresent() && scale / 2 >= LossScale.SMALLEST) {
          scale /= 2; // nothing was changed yet
          continue;
        }
        check(loss, own, norms, batch.step());
        double took = scale;
        changing = true;
        lossScale.ifPresent(each -> each.took(took));
        optimiser.update(own, rate, settings.weightDecay());
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

  /** Returns the pictures that could not be read, over all restarts, reasons by path. */
  Map<String, String> skipped() {
    return pictures.reader().skipped().reasons();
  }

  @Override
  public SortedMap<Integer, String> unreadable() {
    return pictures.unreadable();
  }

  @Override
  public void takeUp(Map<Integer, String> known) throws IOException {
    pictures.takeUp(known);
  }

  /** The network, the optimiser's moments and, where there is one, the scale of the losses. */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    classifier.parameters().asMap().forEach((name, tensor) -> state.put(NETWORK + name, tensor));
    state.putAll(optimiser.tensors());
    Tensor like = classifier.parameters().asMap().values().iterator().next();
    lossScale.ifPresent(scale -> state.putAll(scale.tensors(like)));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) throws IOException {
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
    Tensor skipped = state.get(SKIPPED);
    if (skipped != null) {
      for (long picture : Tensors.toLongs(skipped)) {
        takeUp(Map.of((int) picture, "it could not be read before the work was resumed"));
      }
    }
  }

  @Override
  public void close() {
    loader.ifPresent(CropLoader::close);
    gradients.close();
    optimiser.close();
  }
}
