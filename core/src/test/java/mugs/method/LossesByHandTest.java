package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The losses of a step against the paper's sums, pair by pair and image by image in plain loops.
 */
class LossesByHandTest {
  private static final int IMAGES = 5;
  private static final double CONTRAST = 0.2;
  private static final double STUDENT = 0.1;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void losses_areTheMeansOverPairs_ofTheLargePairsAlone_whenThereAreNoLocalCrops(int locals) {
    MugsSettings settings = SmallMethod.settings(1, 0.5, 2, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    try (Workers workers = new Workers(1, 1);
        Scope scope = Scope.withoutGradients();
        FloatCrops first = SmallMethod.crops(1, IMAGES, locals, Precision.FLOAT64);
        FloatCrops crops = SmallMethod.crops(2, IMAGES, locals, Precision.FLOAT64)) {
      MugsStep step = SmallMethod.step(settings, state, workers, 0);
      step.run(first, SmallMethod.at(0)); // so that the centre is not 0
      double[] expected =
          step.supervisions().stream()
              .mapToDouble(each -> loss(each, step, state, crops))
              .toArray();

      Losses found = step.run(crops, SmallMethod.at(1)).losses();

      assertThat(found.bySupervision().keySet())
          .containsExactly("instance", "local_group", "group");
      assertThat(found.bySupervision().values().stream().mapToDouble(Double::doubleValue).toArray())
          .containsExactly(expected, within(1e-12));
      assertThat(found.total())
          .isCloseTo((expected[0] + 0.5 * expected[1] + 2 * expected[2]) / 3.5, within(1e-12));
    }
  }

  private static double loss(
      Supervision supervision, MugsStep step, MugsState state, FloatCrops crops) {
    double[][][] targets = outputs(supervision, step.teacher(), crops.teacher());
    double[][][] globals = outputs(supervision, step.student(), crops.globals());
    double large =
        (mean(supervision, state, targets[0], globals[1])
                + mean(supervision, state, targets[1], globals[0]))
            / 2;
    if (crops.localCrops() == 0) {
      return large;
    }
    double small = 0;
    for (double[][] local : outputs(supervision, step.student(), crops.locals())) {
      small += mean(supervision, state, targets[0], local);
      small += mean(supervision, state, targets[1], local);
    }
    return (large + small / (2 * crops.localCrops())) / 2;
  }

  /** Returns a network's outputs by crop and image. */
  private static double[][][] outputs(Supervision supervision, Forward by, Tensor pixels) {
    double[] values =
        Tensors.toDoubles(supervision.output(by.see(pixels.flatten(0, 1), DropPath.NONE)));
    int crops = (int) pixels.size(0);
    int width = values.length / (crops * IMAGES);
    double[][][] outputs = new double[crops][IMAGES][];
    for (int i = 0; i < crops * IMAGES; i++) {
      outputs[i / IMAGES][i % IMAGES] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return outputs;
  }

  /** Returns the mean over the images of a pair of crops. */
  private static double mean(
      Supervision supervision, MugsState state, double[][] teacher, double[][] student) {
    return IntStream.range(0, IMAGES)
        .mapToDouble(
            i ->
                switch (supervision.name()) {
                  case "instance" ->
                      contrast(student[i], teacher[i], state.instanceQueue().orElseThrow());
                  case "local_group" ->
                      contrast(student[i], teacher[i], state.localGroupQueue().orElseThrow());
                  default -> crossEntropy(student[i], teacher[i], state.centre());
                })
        .average()
        .orElse(Double.NaN);
  }

  private static double contrast(double[] y, double[] z, RingBuffer queue) {
    double[] rows = Tensors.toDoubles(queue.rows());
    double positive = Math.exp(dot(y, z, 0) / CONTRAST);
    double all = positive;
    for (int row = 0; row < rows.length; row += y.length) {
      all += Math.exp(dot(y, rows, row) / CONTRAST);
    }
    return -Math.log(positive / all);
  }

  private static double dot(double[] a, double[] b, int from) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[from + i]).sum();
  }

  private static double crossEntropy(double[] student, double[] teacher, Tensor centre) {
    double[] middle = Tensors.toDoubles(centre);
    assertThat(middle).doesNotContain(0);
    double[] centred = IntStream.range(0, 7).mapToDouble(i -> teacher[i] - middle[i]).toArray();
    double[] p = softmax(centred, SmallMethod.STEP.teacherTemperature());
    double[] q = softmax(student, STUDENT);
    return -IntStream.range(0, 7).mapToDouble(i -> p[i] * Math.log(q[i])).sum();
  }

  private static double[] softmax(double[] scores, double temperature) {
    DoubleUnaryOperator raised = score -> Math.exp(score / temperature);
    double sum = Arrays.stream(scores).map(raised).sum();
    return Arrays.stream(scores).map(raised).map(value -> value / sum).toArray();
  }
}
