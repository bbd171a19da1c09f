package mugs.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.engine.Engine;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.evaluate.LogisticRegression;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;
import mugs.measure.WeightedKnn;
import org.bytedeco.pytorch.Tensor;

/**
 * Recorded features of unit length with their labels, and the answers that belong to them.
 *
 * @param file that holds all of it
 * @param train features to learn from
 * @param trainLabels their classes
 * @param test features to be tested
 * @param testLabels their classes
 * @param answers every other tensor, by name, row by row; not copied
 */
record RecordedFeatures(
    Path file,
    FeatureMatrix train,
    int[] trainLabels,
    FeatureMatrix test,
    int[] testLabels,
    Map<String, double[]> answers) {
  static final String FILE = "features.safetensors";

  /** Two votes nearer than this, relative to the larger, may be ranked either way. */
  private static final double UNDECIDED = 1e-6;

  private static final double OBJECTIVE_TOLERANCE = 1e-6;

  /** Of the largest weight. */
  private static final double WEIGHT_TOLERANCE = 1e-3;

  private static final Pattern PREDICTION = Pattern.compile("knn_prediction\\.k(\\d+)\\.t(.+)");
  private static final Pattern WEIGHTS = Pattern.compile("logistic_weights\\.(.+)");

  static RecordedFeatures read(Path file) throws IOException {
    Engine.start();
    try (SafetensorsReader reader = SafetensorsReader.open(file);
        Scope scope = Scope.withoutGradients()) {
      Map<String, double[]> answers = new LinkedHashMap<>();
      for (String name : reader.names()) {
        if (PREDICTION.matcher(name).matches() || WEIGHTS.matcher(name).matches()) {
          answers.put(name, Tensors.toDoubles(reader.read(name)));
        }
      }
      RecordedFeatures read =
          new RecordedFeatures(
              file,
              matrix(reader, file, "train"),
              labels(reader, file, "train_labels"),
              matrix(reader, file, "test"),
              labels(reader, file, "test_labels"),
              answers);
      read.checkSizes();
      return read;
    }
  }

  private static Tensor tensor(SafetensorsReader reader, Path file, String name, int dimensions)
      throws IOException {
    if (!reader.names().contains(name) || reader.shape(name).length != dimensions) {
      throw new IOException(
          "%s must hold a tensor '%s' of %d dimension%s, but %s"
              .formatted(
                  file,
                  name,
                  dimensions,
                  dimensions == 1 ? "" : "s",
                  reader.names().contains(name)
                      ? "it has the shape " + Arrays.toString(reader.shape(name))
                      : "there is none"));
    }
    return reader.read(name);
  }

  private static FeatureMatrix matrix(SafetensorsReader reader, Path file, String name)
      throws IOException {
    Tensor tensor = tensor(reader, file, name, 2);
    try {
      return new FeatureMatrix(
          (int) tensor.size(0), (int) tensor.size(1), Tensors.toFloats(tensor));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: '%s' cannot be used: %s".formatted(file, name, e.getMessage()), e);
    }
  }

  private static int[] labels(SafetensorsReader reader, Path file, String name) throws IOException {
    int[] labels =
        Arrays.stream(Tensors.toLongs(tensor(reader, file, name, 1)))
            .mapToInt(label -> (int) Math.max(-1, Math.min(label, Integer.MAX_VALUE)))
            .toArray();
    if (Arrays.stream(labels).anyMatch(label -> label < 0 || label > 1_000_000)) {
      throw new IOException("%s: '%s' must hold classes from 0 on".formatted(file, name));
    }
    return labels;
  }

  private void checkSizes() throws IOException {
    if (train.rows() != trainLabels.length
        || test.rows() != testLabels.length
        || train.width() != test.width()) {
      throw new IOException(
          "%s: train and test must have a label a row and the same width, but there are %d x %d with %d labels and %d x %d with %d"
              .formatted(
                  file,
                  train.rows(),
                  train.width(),
                  trainLabels.length,
                  test.rows(),
                  test.width(),
                  testLabels.length));
    }
  }

  private int classes() {
    return Math.max(
            Arrays.stream(trainLabels).max().orElseThrow(),
            Arrays.stream(testLabels).max().orElseThrow())
        + 1;
  }

  /** Classifies by nearest neighbours, and compares with the recorded predictions and shares. */
  EvaluationCheck knn(JsonFields expected) throws IOException {
    int k = expected.integer("k", 1, Integer.MAX_VALUE);
    double temperature = expected.number("temperature");
    String figure = "kNN k %d, T %s".formatted(k, temperature);
    Optional<double[]> recorded =
        answers.entrySet().stream()
            .filter(answer -> isPrediction(answer.getKey(), k, temperature))
            .map(Map.Entry::getValue)
            .findFirst();
    if (recorded.isEmpty() || recorded.get().length != test.rows()) {
      return EvaluationCheck.failed(
          figure,
          "%s holds no %d predictions knn_prediction.k%d.t%s"
              .formatted(FILE, test.rows(), k, temperature));
    } else if (!(temperature > 0)) {
      return EvaluationCheck.failed(figure, "the temperature must be above 0");
    }
    WeightedKnn knn = new WeightedKnn(k, temperature);
    Neighbours neighbours = NearestNeighbours.find(train, test, k);
    WeightedKnn.Result result = knn.classify(neighbours, trainLabels, testLabels, classes());
    int different = 0;
    int undecided = 0;
    int doubtful = 0;
    for (int query = 0; query < test.rows(); query++) {
      double[] votes = knn.votes(neighbours, query, trainLabels, classes());
      double best = votes[result.predictions()[query]];
      doubtful += isDoubtful(votes, testLabels[query], UNDECIDED * best) ? 1 : 0;
      double predicted = recorded.get()[query];
      if (predicted != result.predictions()[query]) {
        boolean near =
            predicted >= 0
                && predicted < votes.length
                && best - votes[(int) predicted] < UNDECIDED * best;
        undecided += near ? 1 : 0;
        different += near ? 0 : 1;
      }
    }
    double allowed = (double) doubtful / test.rows() + 1e-6;
    double top1Off = Math.abs(result.top1() - expected.number("top1"));
    double top5Off = Math.abs(result.top5() - expected.number("top5"));
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("k", k);
    numbers.put("temperature", temperature);
    numbers.put("queries", test.rows());
    numbers.put("different", different);
    numbers.put("undecided", undecided);
    numbers.put("top1", result.top1());
    numbers.put("top5", result.top5());
    return EvaluationCheck.of(
        figure,
        different == 0 && top1Off <= allowed && top5Off <= allowed,
        String.format(
            Locale.ROOT,
            "%d of %d predictions differ%s; top-1 %.4f, off by %.0e, top-5 %.4f, off by %.0e",
            different,
            test.rows(),
            undecided == 0 ? "" : ", %d more where two votes are equal".formatted(undecided),
            result.top1(),
            top1Off,
            result.top5(),
            top5Off),
        numbers);
  }

  private static boolean isPrediction(String name, int k, double temperature) {
    Matcher matcher = PREDICTION.matcher(name);
    return matcher.matches()
        && matcher.group(1).equals(Integer.toString(k))
        && isNumber(matcher.group(2), temperature);
  }

  private static boolean isNumber(String text, double wanted) {
    try {
      return Double.parseDouble(text) == wanted;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether another class has so nearly the votes of one that rounding may rank them. */
  private static boolean isDoubtful(double[] votes, int type, double near) {
    return Arrays.stream(votes)
        .map(vote -> Math.abs(vote - votes[type]))
        .anyMatch(off -> off > 0 && off < near);
  }

  /** Fits logistic regression, and compares with the recorded optimum. */
  EvaluationCheck logistic(JsonFields expected) throws IOException {
    double penalty = expected.number("penalty");
    String figure = "logistic, penalty " + penalty;
    Optional<double[]> recorded =
        answers.entrySet().stream()
            .filter(
                answer -> {
                  Matcher matcher = WEIGHTS.matcher(answer.getKey());
                  return matcher.matches() && isNumber(matcher.group(1), penalty);
                })
            .map(Map.Entry::getValue)
            .findFirst();
    if (recorded.isEmpty()
        || recorded.get().length == 0
        || recorded.get().length % train.width() != 0
        || recorded.get().length / train.width() <= Arrays.stream(trainLabels).max().orElse(0)) {
      return EvaluationCheck.failed(
          figure,
          "%s holds no tensor logistic_weights.%s of a row of %d values a class"
              .formatted(FILE, penalty, train.width()));
    }
    LogisticRegression fitted;
    try {
      fitted =
          LogisticRegression.fit(
              train, trainLabels, recorded.get().length / train.width(), penalty);
    } catch (IllegalArgumentException e) {
      return EvaluationCheck.failed(figure, String.valueOf(e.getMessage()));
    }
    double objective = expected.number("objective");
    double objectiveOff = Math.abs(fitted.objective() - objective) / Math.abs(objective);
    double largest = Arrays.stream(recorded.get()).map(Math::abs).max().orElse(0);
    double weightsOff = 0;
    for (int i = 0; i < recorded.get().length; i++) {
      weightsOff = Math.max(weightsOff, Math.abs(fitted.weights()[i] - recorded.get()[i]));
    }
    double accuracy = fitted.accuracy(test, testLabels).top1();
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("penalty", penalty);
    numbers.put("objective", fitted.objective());
    numbers.put("objectiveDifference", objectiveOff);
    numbers.put("weightDifference", weightsOff / largest);
    numbers.put("testAccuracy", accuracy);
    return EvaluationCheck.of(
        figure,
        objectiveOff <= OBJECTIVE_TOLERANCE && weightsOff <= WEIGHT_TOLERANCE * largest,
        String.format(
            Locale.ROOT,
            "objective off by %.1e (at most %.0e), weights by %.1e of the largest (at most %.0e); accuracy %.4f%s",
            objectiveOff,
            OBJECTIVE_TOLERANCE,
            weightsOff / largest,
            WEIGHT_TOLERANCE,
            accuracy,
            expected.has("test_accuracy")
                ? String.format(Locale.ROOT, ", recorded %.4f", expected.number("test_accuracy"))
                : ""),
        numbers);
  }
}
