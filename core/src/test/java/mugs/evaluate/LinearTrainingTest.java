package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mugs.embed.Token;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.evaluate.LinearSettings.Augmentation;
import mugs.measure.FeatureMatrix;
import mugs.measure.FeatureRows;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class LinearTrainingTest {
  private static final Placement FLOATS = Precision.FLOAT32.onCpu();

  /** So wide that two rows are read at a time. */
  private static final int WIDTH = 1 << 21;

  private static final int ATTEMPTS = 40;

  private static final int[] LABELS = {0, 1, 2, 1, 1};

  /** The first value of a row decides: class 0 where it is above 0, class 1 where it is below. */
  private static final float[] VALUES = {1, -1, 3, 4, 5};

  private static LabelledFeatures features() {
    float[] values = new float[VALUES.length * WIDTH];
    for (int row = 0; row < VALUES.length; row++) {
      values[row * WIDTH] = VALUES[row];
    }
    return new LabelledFeatures(new FeatureMatrix(VALUES.length, WIDTH, values), LABELS);
  }

  /** Row 2 is of a class that nobody learned, rows 3 and 4 are put into the wrong one. */
  @Test
  void rowsThatAreReadInParts_areLearnedFromAndCountedAsAWhole() {
    LinearSettings settings =
        new LinearSettings(
            Token.CLASS, Augmentation.NONE, List.of(new LinearHead(1, 0)), 0, 1, 5, 0.1, 3);
    LabelledFeatures features = features();
    try (Workers workers = new Workers(2, 1);
        CachedRows rows = new CachedRows(features.features(), LABELS, 5, 3, FLOATS, workers);
        LinearTraining training = new LinearTraining(settings, rows, 2, FLOATS, workers);
        Scope scope = Scope.withoutGradients()) {
      RowBatches.Batch batch = rows.next(0);
      double[] firsts = Tensors.toDoubles(batch.rows().select(1, 0));
      long[] labels = Tensors.toLongs(batch.labels());
      assertThat(firsts).containsExactlyInAnyOrder(1, -1, 3, 4, 5);
      for (int i = 0; i < firsts.length; i++) {
        assertThat(labels[i]).isEqualTo(firsts[i] == 3 ? 2 : firsts[i] == 1 ? 0 : 1);
      }
      Tensor weights = FLOATS.zeros(2, WIDTH);
      weights.select(0, 0).narrow(0, 0, 1).fill_(new Scalar(1.0));
      training.restore(
          Map.of(
              "weights", weights,
              "biases", FLOATS.zeros(2),
              "weight_velocity", FLOATS.zeros(2, WIDTH),
              "bias_velocity", FLOATS.zeros(2)));
      assertThat(training.accuracies(features, 1, 5))
          .isDeepEqualTo(new double[][] {{2 / 5.0}, {4 / 5.0}});
    }
  }

  /** Features of a disk that is gone; small, so that the garbage collector is in no hurry. */
  private record Failing(int rows, int width) implements FeatureRows {
    @Override
    public void read(int from, int count, float[] into) {
      throw new IllegalStateException("the disk is gone");
    }
  }

  @Test
  void rowsThatCannotBeRead_leaveNoTensorBehind() {
    try (Workers workers = new Workers(1, 1)) {
      assertNothingIsLeft(
          () -> new CachedRows(new Failing(5, 4), LABELS, 5, 3, FLOATS, workers),
          "the disk is gone");
    }
  }

  /** The last of the heads is too much; the batches are closed too. */
  @Test
  void headsThatCannotBeMade_leaveNoTensorBehind() {
    int[] closed = {0};
    RowBatches batches =
        new RowBatches() {
          private int asked;

          @Override
          public int width() {
            return asked++ % 3 < 2 ? 4 : -1;
          }

          @Override
          public int pictures() {
            return 5;
          }

          @Override
          public Batch next(long step) {
            throw new IllegalStateException("nothing is learned");
          }

          @Override
          public void close() {
            closed[0]++;
          }
        };
    LinearSettings settings =
        new LinearSettings(
            Token.CLASS,
            Augmentation.NONE,
            LinearHead.each(
                List.of(LinearOptimiser.SGD, LinearOptimiser.LARS),
                List.of(0.0),
                List.of(1.0, 2.0)),
            0,
            1,
            5,
            0.1,
            3);
    try (Workers workers = new Workers(2, 1)) {
      assertNothingIsLeft(
          () -> new LinearTraining(settings, batches, 2, FLOATS, workers), "must be non-negative");
    }
    assertThat(closed[0]).isEqualTo(ATTEMPTS);
  }

  /** What the garbage collector frees meanwhile makes the count smaller. */
  private static void assertNothingIsLeft(Callable<AutoCloseable> work, String message) {
    assertThatThrownBy(work::call).hasMessageContaining(message);
    long before = Pointer.totalCount();
    for (int i = 1; i < ATTEMPTS; i++) {
      assertThatThrownBy(work::call).hasMessageContaining(message);
    }
    assertThat(Pointer.totalCount() - before).isLessThan(ATTEMPTS / 2);
  }
}
