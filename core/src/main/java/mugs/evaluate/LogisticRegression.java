package mugs.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.measure.FeatureRows;
import mugs.measure.TensorBlocks;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Multinomial logistic regression at its optimum: the weights W that make smallest
 *
 * <pre>  mean over rows x of the cross entropy of softmax(W x)  +  penalty / 2 |W|^2</pre>
 *
 * <p>There is no intercept. All is computed in 64 bits.
 *
 * @param classes number of classes
 * @param width numbers a row
 * @param weights {@code [classes, width]}, class by class; not copied
 * @param objective what was made smallest, at these weights
 * @param excess how far the objective is above the optimum at most: |gradient|^2 / (2 penalty)
 * @param distance how far the weights are from the best ones at most, in their Euclidean length:
 *     |gradient| / penalty
 * @param iterations that it took
 */
public record LogisticRegression(
    int classes,
    int width,
    double[] weights,
    double objective,
    double excess,
    double distance,
    int iterations) {

  /** Of the objective, what it may be above the optimum. */
  private static final double OBJECTIVE_TOLERANCE = 1e-8;

  /** Of the largest weight, what the weights may be away from the best ones. */
  private static final double WEIGHT_TOLERANCE = 1e-5;

  private static final int MOST_ITERATIONS = 20_000;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /**
   * How right a classifier is.
   *
   * @param top1 share of rows whose class has the highest score, 0 to 1
   * @param top5 share of rows whose class is among the five highest, 0 to 1
   */
  public record Accuracy(double top1, double top5) {}

  /**
   * How far a search is.
   *
   * @param look at all rows that is under way, from 1
   * @param rows that were looked at
   * @param objective as the look before found it; infinite in the first
   * @param gradient its length, likewise
   * @param wanted length of the gradient at which the search would end there
   */
  public record Progress(int look, int rows, double objective, double gradient, double wanted) {

    /** Returns it in words. */
    public String words() {
      return look == 1
          ? "look 1"
          : String.format(
              Locale.ROOT,
              "look %d, objective %.6f, gradient %.1e, to be %.1e",
              look,
              objective,
              gradient,
              wanted);
    }
  }

  /** Finds the optimum, beginning with weights of 0; see the other method of this name. */
  public static LogisticRegression fit(
      FeatureRows rows, int[] labels, int classes, double penalty) {
    return fit(rows, labels, classes, penalty, new double[classes * rows.width()], done -> {});
  }

  /**
   * Finds the optimum. As the objective is strongly convex, its gradient tells how far it is at
   * most: the search ends when the objective is within 1e-8 of the optimum, relative, and the
   * weights are within 1e-5 of the largest of them.
   *
   * @param rows {@code [rows, width]}, as they are to be multiplied: bring them to unit length
   *     before where that is wanted
   * @param labels {@code [rows]}, from 0 to {@code classes - 1}
   * @param classes number of classes, at least 2
   * @param penalty above 0: the larger, the smaller the weights
   * @param start weights to begin with, {@code [classes, width]}; they change how long it takes
   * @param listener hears how far it is before each block of rows, and may end it by throwing
   * @throws IllegalArgumentException if sizes or values do not fit, or rounding is in the way of
   *     the optimum, as it may be where the penalty is next to nothing
   */
  public static LogisticRegression fit(
      FeatureRows rows,
      int[] labels,
      int classes,
      double penalty,
      double[] start,
      Consumer<Progress> listener) {
    if (!(penalty > 0 && Double.isFinite(penalty))) {
      throw new IllegalArgumentException(
          "the penalty must be above 0, not %s: without one there may be no optimum"
              .formatted(penalty));
    }
    if (labels.length != rows.rows()) {
      throw new IllegalArgumentException(
          "%d labels are needed, one a row, not %d".formatted(rows.rows(), labels.length));
    }
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "label %d is outside 0 to %d".formatted(label, classes - 1));
      }
    }
    return Engine.call(
        () -> {
          try (TensorBlocks blocks = new TensorBlocks(rows, classes)) {
            return optimum(blocks, labels, classes, penalty, start, listener);
          }
        });
  }

  private static LogisticRegression optimum(
      TensorBlocks blocks,
      int[] labels,
      int classes,
      double penalty,
      double[] start,
      Consumer<Progress> listener) {
    Progress[] before = {new Progress(1, 0, INFINITE, INFINITE, INFINITE)};
    Lbfgs.Function objective =
        weights -> {
          Progress now = before[0];
          Lbfgs.Point point =
              objective(
                  blocks,
                  labels,
                  classes,
                  penalty,
                  weights,
                  rows ->
                      listener.accept(
                          new Progress(now.look, rows, now.objective, now.gradient, now.wanted)));
          before[0] =
              new Progress(
                  now.look + 1,
                  0,
                  point.value(),
                  Lbfgs.norm(point.gradient()),
                  wanted(point, penalty));
          return point;
        };
    Lbfgs.Result result =
        Lbfgs.minimum(objective, start, MOST_ITERATIONS, point -> isOptimal(point, penalty));
    Lbfgs.Point point = result.point();
    if (!result.reached()) {
      throw new IllegalArgumentException(
          "logistic regression with penalty %s did not come to its optimum in %d iterations (the objective may be %.1e too high): take a larger penalty"
              .formatted(penalty, result.iterations(), excess(point, penalty)));
    }
    return new LogisticRegression(
        classes,
        blocks.width(),
        point.x(),
        point.value(),
        excess(point, penalty),
        Lbfgs.norm(point.gradient()) / penalty,
        result.iterations());
  }

  private static double excess(Lbfgs.Point point, double penalty) {
    return Lbfgs.dot(point.gradient(), point.gradient()) / (2 * penalty);
  }

  /** Returns the length of the gradient at which {@link #isOptimal} holds, all else unchanged. */
  private static double wanted(Lbfgs.Point point, double penalty) {
    double largest = Arrays.stream(point.x()).map(Math::abs).max().orElse(0);
    double ofObjective = Math.sqrt(2 * penalty * OBJECTIVE_TOLERANCE * point.value());
    return largest == 0
        ? ofObjective // weights of 0 tell nothing of how large the best ones are
        : Math.min(ofObjective, penalty * WEIGHT_TOLERANCE * largest);
  }

  private static boolean isOptimal(Lbfgs.Point point, double penalty) {
    double largest = Arrays.stream(point.x()).map(Math::abs).max().orElse(0);
    double distance = Lbfgs.norm(point.gradient()) / penalty;
    return excess(point, penalty) <= OBJECTIVE_TOLERANCE * point.value()
        && (distance <= WEIGHT_TOLERANCE * largest || distance == 0);
  }

  /**
   * Returns the objective and its gradient, mean of (softmax(W x) - y) x^T + penalty W; the
   * listener hears before each block how many rows were looked at.
   */
  static Lbfgs.Point objective(
      TensorBlocks rows,
      int[] labels,
      int classes,
      double penalty,
      double[] weights,
      IntConsumer listener) {
    double[] loss = new double[1];
    try (Scope scope = Scope.withoutGradients()) {
      Tensor w = Tensors.of(weights, classes, rows.width());
      Tensor sum = torch.zeros_like(w);
      rows.each(
          (from, x) -> {
            listener.accept(from);
            int count = (int) x.size(0);
            long[] wanted = new long[count];
            for (int i = 0; i < count; i++) {
              wanted[i] = labels[from + i];
            }
            Tensor y = Tensors.of(wanted, count, 1);
            Tensor logs = torch.log_softmax(x.mm(w.t()), 1);
            loss[0] -= logs.gather(1, y).sum().item_double();
            Tensor off = logs.exp();
            off.scatter_add_(1, y, torch.full_like(logs.narrow(1, 0, 1), new Scalar(-1.0)));
            sum.add_(off.t().mm(x));
          });
      double[] gradient = Tensors.toDoubles(sum);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = gradient[i] / rows.rows() + penalty * weights[i];
      }
      double value = loss[0] / rows.rows() + penalty / 2 * Lbfgs.dot(weights, weights);
      return new Lbfgs.Point(weights, value, gradient);
    }
  }

  /**
   * Classifies rows.
   *
   * @param rows {@code [rows, width]}, prepared as those that were learnt from
   * @param labels {@code [rows]}; a label of {@code classes} or more is never right
   */
  public Accuracy accuracy(FeatureRows rows, int[] labels) {
    return Engine.call(() -> shareOfRight(rows, labels));
  }

  private Accuracy shareOfRight(FeatureRows rows, int[] labels) {
    int[] right = new int[2];
    try (TensorBlocks blocks = TensorBlocks.once(rows, classes);
        Scope scope = Scope.withoutGradients()) {
      Tensor w = Tensors.of(weights, classes, width);
      blocks.each(
          (from, x) -> {
            double[] scores = Tensors.toDoubles(x.mm(w.t()));
            for (int i = 0; i < scores.length / classes; i++) {
              int rank = rank(scores, i * classes, labels[from + i]);
              right[0] += rank < 1 ? 1 : 0;
              right[1] += rank < 5 ? 1 : 0;
            }
          });
    }
    return new Accuracy((double) right[0] / rows.rows(), (double) right[1] / rows.rows());
  }

  /** Returns how many classes have a higher score, or the same and a lower number. */
  private int rank(double[] scores, int start, int wanted) {
    if (wanted >= classes) {
      return Integer.MAX_VALUE;
    }
    int rank = 0;
    for (int type = 0; type < classes; type++) {
      double ahead = scores[start + type] - scores[start + wanted];
      rank += ahead > 0 || (ahead == 0 && type < wanted) ? 1 : 0;
    }
    return rank;
  }
}
