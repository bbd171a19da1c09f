package mugs.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.train.Schedule;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Linear classifiers that learn side by side from the same features.
 *
 * <p>Their weights lie below each other in one matrix, so that the scores of all heads are one
 * matrix product, and so are their gradients: of the mean cross entropy these are {@code (p - y)^T
 * x / n} in closed form, p being the softmax of each head. All of them have one optimiser, see
 * {@link LinearOptimiser}. A head whose numbers overflow spoils itself alone.
 */
final class LinearHeads implements AutoCloseable {
  private static final double MOMENTUM = 0.9;

  /** Standard deviation of the weights that DINO's linear probe starts from; biases start at 0. */
  private static final double START = 0.01;

  /** So that the scores of all heads for these rows stay in a processor's cache. */
  static final int ROWS_AT_ONCE = 256;

  /** Keeps the logarithm of a probability that vanished finite. */
  private static final double SMALLEST = 1e-30;

  private final int heads;
  private final int classes;
  private final boolean adapts;
  private final boolean decays;
  private final Placement placement;

  /** {@code [heads x classes, width]}. */
  private final Tensor weights;

  /** {@code [heads x classes]}. */
  private final Tensor biases;

  private final Tensor weightVelocity;
  private final Tensor biasVelocity;

  /** Where velocities gather gradients as they come, these are the velocities themselves. */
  private final Tensor weightGradient;

  private final Tensor biasGradient;

  /** {@code [heads x classes]}, like the decays. */
  private final Tensor rates;

  private final Tensor weightDecays;

  /**
   * Where a schedule has come to: a head's rate is {@code share} times its own, and {@code
   * besides}.
   *
   * @param share from 1 to 0
   * @param besides the part of the last rate, from 0 on
   */
  record Rate(double share, double besides) {

    /** Returns where half a cosine is from each head's own rate to one that all end with. */
    static Rate of(Schedule cosine, double end, long step) {
      double share = cosine.at(step);
      return new Rate(share, (1 - share) * end);
    }
  }

  /**
   * Starts heads; all of them from the same random weights.
   *
   * @param heads their settings, of one optimiser
   * @param batch images of a step, which the rates are scaled to
   * @param classes that are told apart
   * @param width of a feature
   * @param seed of the weights
   * @param placement of all tensors
   */
  LinearHeads(
      List<LinearHead> heads, int batch, int classes, int width, long seed, Placement placement) {
    this.heads = heads.size();
    this.classes = classes;
    this.placement = placement;
    this.adapts = heads.get(0).optimiser() == LinearOptimiser.LARS;
    this.decays = heads.stream().anyMatch(head -> head.weightDecay() > 0);
    double[] ofRates = new double[heads.size() * classes];
    double[] ofDecays = new double[ofRates.length];
    for (int i = 0; i < ofRates.length; i++) {
      LinearHead head = heads.get(i / classes);
      ofRates[i] = head.scaledRate(batch);
      ofDecays[i] = head.weightDecay();
    }
    try (Scope scope = Scope.withoutGradients()) {
      long rows = ofRates.length;
      weights = placement.normal(seed, START, classes, width).repeat(new long[] {this.heads, 1});
      biases = placement.zeros(rows);
      weightVelocity = placement.zeros(rows, width);
      biasVelocity = placement.zeros(rows);
      weightGradient = adapts ? placement.zeros(rows, width) : weightVelocity;
      biasGradient = adapts ? placement.zeros(rows) : biasVelocity;
      rates = placement.of(ofRates, rows);
      weightDecays = placement.of(ofDecays, rows);
      all().forEach(tensor -> Scope.keep(tensor)); // at the end: what fails leaves nothing behind
    }
  }

  private List<Tensor> all() {
    List<Tensor> all =
        new ArrayList<>(
            List.of(weights, biases, weightVelocity, biasVelocity, rates, weightDecays));
    if (adapts) {
      all.add(weightGradient);
      all.add(biasGradient);
    }
    return all;
  }

  /**
   * Learns from a batch.
   *
   * @param rows features {@code [images, width]}
   * @param labels {@code [images]}, int64
   * @param rate of now: the heads' own rates times it, and what all share besides
   * @return the sum of the losses of each head, {@code [heads]}; handed up to the caller's scope
   */
  Tensor learn(Tensor rows, Tensor labels, Rate rate) {
    try (Scope scope = Scope.withoutGradients()) {
      double kept = adapts ? forgetGradients() : slowDown();
      int images = (int) rows.size(0);
      Tensor losses = placement.zeros(heads, 1);
      for (int from = 0; from < images; from += ROWS_AT_ONCE) {
        int count = Math.min(ROWS_AT_ONCE, images - from);
        Tensor part = rows.narrow(0, from, count);
        Tensor own = labels.narrow(0, from, count);
        losses.sub_(addGradients(part, own, kept, 1.0 / images));
        kept = 1;
      }
      if (adapts) {
        adapt();
      }
      Tensor now = rates.mul(new Scalar(rate.share())).add(new Scalar(rate.besides()));
      weights.addcmul_(weightVelocity, now.unsqueeze(1), new Scalar(-1));
      biases.addcmul_(biasVelocity, now, new Scalar(-1));
      return scope.handUp(losses.squeeze(1));
    }
  }

  /**
   * Prepares velocities that gradients are added to; returns what is kept of those of weights when
   * the first of them come.
   */
  private double slowDown() {
    biasVelocity.mul_(new Scalar(MOMENTUM));
    if (!decays) {
      return MOMENTUM;
    }
    weightVelocity.mul_(new Scalar(MOMENTUM)).addcmul_(weights, weightDecays.unsqueeze(1));
    biasVelocity.addcmul_(biases, weightDecays);
    return 1;
  }

  /** Prepares gradients; returns what is kept of those of weights when the first of them come. */
  private double forgetGradients() {
    biasGradient.zero_();
    return 0;
  }

  /** Adds gradients to the velocities, those of weights adapted to the lengths of their heads. */
  private void adapt() {
    if (decays) {
      weightGradient.addcmul_(weights, weightDecays.unsqueeze(1));
    }
    weightVelocity.mul_(new Scalar(MOMENTUM));
    new Lars(heads, placement).add(weights, weightGradient, weightVelocity);
    biasVelocity.mul_(new Scalar(MOMENTUM)).add_(biasGradient);
  }

  /** Adds gradients to what gathers them; returns the logarithms of the right classes' shares. */
  private Tensor addGradients(Tensor rows, Tensor labels, double kept, double factor) {
    try (Scope scope = Scope.withoutGradients()) {
      long count = rows.size(0);
      Tensor right = labels.view(count, 1, 1).expand(count, heads, 1);
      Tensor shares = scores(rows).softmax(2);
      Tensor logs = shares.gather(2, right).clamp_min(new Scalar(SMALLEST)).log().sum(0);
      shares.scatter_add_(2, right, placement.zeros(count, heads, 1).sub_(new Scalar(1)));
      Tensor excess = shares.view(count, (long) heads * classes);
      weightGradient.addmm_(excess.t(), rows, new Scalar(kept), new Scalar(factor));
      biasGradient.add_(excess.sum(0), new Scalar(factor));
      return scope.handUp(logs);
    }
  }

  /** Returns the scores of all classes, {@code [images, heads, classes]}. */
  private Tensor scores(Tensor rows) {
    return torch.addmm(biases, rows, weights.t()).view(rows.size(0), heads, classes);
  }

  /**
   * Counts the pictures whose right class is among the highest scores. One whose score another
   * class shares, or that is not finite, does not count as right.
   *
   * @param rows features {@code [images, width]}
   * @param labels {@code [images]}, int64
   * @param among how many of the highest scores
   * @return one number a head
   */
  long[] right(Tensor rows, Tensor labels, int among) {
    long[] sums = new long[heads];
    for (long from = 0; from < rows.size(0); from += ROWS_AT_ONCE) {
      try (Scope scope = Scope.withoutGradients()) {
        long count = Math.min(ROWS_AT_ONCE, rows.size(0) - from);
        Tensor scores = scores(rows.narrow(0, from, count));
        Tensor own =
            scores.gather(
                2, labels.narrow(0, from, count).view(count, 1, 1).expand(count, heads, 1));
        Tensor below = scores.lt(own).sum(2); // how many classes stand below the right one
        Tensor right = below.ge(new Scalar((long) classes - among));
        long[] counts = Tensors.toLongs(right.logical_and(own.isfinite().squeeze(2)).sum(0));
        for (int head = 0; head < heads; head++) {
          sums[head] += counts[head];
        }
      }
    }
    return sums;
  }

  /** Returns whether the weights of each head are finite. */
  boolean[] finite() {
    try (Scope scope = Scope.withoutGradients()) {
      double[] sums =
          Tensors.toDoubles(weights.view(heads, -1).sum(1).add(biases.view(heads, -1).sum(1)));
      boolean[] finite = new boolean[heads];
      for (int head = 0; head < heads; head++) {
        finite[head] = Double.isFinite(sums[head]);
      }
      return finite;
    }
  }

  /** Returns what heads have learned and where they are heading, by name, to be stored. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weights", weights);
    tensors.put("biases", biases);
    tensors.put("weight_velocity", weightVelocity);
    tensors.put("bias_velocity", biasVelocity);
    return tensors;
  }

  /**
   * Takes up what heads had learned.
   *
   * @param state as {@link #tensors} gave it, of these heads and perhaps of more
   * @param from the first row of these heads in it
   * @return the row after them
   * @throws IllegalArgumentException if it is of other heads
   */
  long restore(Map<String, Tensor> state, long from) {
    try (Scope scope = Scope.withoutGradients()) {
      tensors()
          .forEach(
              (name, own) -> {
                Tensor stored = state.get(name);
                if (stored == null
                    || stored.dim() != own.dim()
                    || stored.size(0) < from + own.size(0)
                    || stored.size(-1) != (own.dim() == 1 ? stored.size(0) : own.size(1))) {
                  throw new IllegalArgumentException(
                      "the stored heads are not those of these settings: \"%s\" does not fit"
                          .formatted(name));
                }
                own.copy_(stored.narrow(0, from, own.size(0)));
              });
    }
    return from + (long) heads * classes;
  }

  @Override
  public void close() {
    all().forEach(tensor -> tensor.close());
  }
}
