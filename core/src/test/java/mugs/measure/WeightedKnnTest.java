package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WeightedKnnTest {

  private static final int CLASSES = 12;

  /** Two votes nearer than this, relative to the larger, may be ranked either way. */
  private static final double UNDECIDED = 1e-6;

  @TestFactory
  List<DynamicTest> recordedFeatures_giveTheRecordedPredictionsAndShares() throws Exception {
    RecordedTensors recorded = RecordedTensors.open("/evaluation/features.safetensors");
    FeatureMatrix gallery = recorded.matrix("train");
    FeatureMatrix queries = recorded.matrix("test");
    int[] galleryLabels = recorded.integers("train_labels");
    int[] queryLabels = recorded.integers("test_labels");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode expected : expected()) {
      int k = expected.get("k").asInt();
      String temperature = expected.get("temperature").asText();
      WeightedKnn knn = new WeightedKnn(k, Double.parseDouble(temperature));
      tests.add(
          DynamicTest.dynamicTest(
              "k " + k + ", T " + temperature,
              () -> {
                WeightedKnn.Result result =
                    knn.classify(gallery, galleryLabels, queries, queryLabels, CLASSES);

                Neighbours neighbours = NearestNeighbours.find(gallery, queries, k);
                int[] predictions = recorded.integers("knn_prediction.k" + k + ".t" + temperature);
                for (int query = 0; query < predictions.length; query++) {
                  double[] votes = knn.votes(neighbours, query, galleryLabels, CLASSES);
                  double best = votes[result.predictions()[query]];
                  if (result.predictions()[query] != predictions[query]) {
                    assertThat(votes[predictions[query]])
                        .as("query %d", query)
                        .isCloseTo(best, within(UNDECIDED * best));
                  }
                }
                assertThat(result.top1()).isEqualTo(expected.get("top1").asDouble(), within(1e-6));
                assertThat(result.top5()).isEqualTo(expected.get("top5").asDouble(), within(1e-6));
              }));
    }
    assertThat(tests).hasSize(12);
    return tests;
  }

  /** Votes by hand, T = 1: class 2 has e^0.9, class 0 has e^0.5 + e^0.4, which is more. */
  @Test
  void severalFarNeighbours_outvoteANearOne_andClassesWithoutAVoteFollowAscending() {
    Neighbours neighbours =
        new Neighbours(1, 3, new int[] {4, 0, 1}, new float[] {0.9f, 0.5f, 0.4f});
    int[] labels = {0, 0, 1, 3, 2};

    assertThat(new WeightedKnn(3, 1).ranking(neighbours, 0, labels, 5))
        .containsExactly(0, 2, 1, 3, 4);
  }

  /** The same with T = 0.1: e^9 is more than e^5 + e^4. */
  @Test
  void aLowTemperature_letsTheNearestDecide() {
    Neighbours neighbours =
        new Neighbours(1, 3, new int[] {4, 0, 1}, new float[] {0.9f, 0.5f, 0.4f});

    assertThat(new WeightedKnn(3, 0.1).ranking(neighbours, 0, new int[] {0, 0, 1, 3, 2}, 5))
        .containsExactly(2, 0, 1, 3, 4);
  }

  /** Four queries that all see class 0 alone, of classes 0, 1 and, not in the gallery, 2 and 3. */
  @Test
  void aClassThatTheGalleryDoesNotKnow_isNotAmongTheFirstFive() {
    Neighbours neighbours =
        new Neighbours(4, 1, new int[] {0, 0, 0, 0}, new float[] {0.9f, 0.9f, 0.9f, 0.9f});

    WeightedKnn.Result result =
        WeightedKnn.DEFAULT.classify(neighbours, new int[] {0, 1}, new int[] {0, 1, 2, 3}, 2, 4);

    assertThat(result.top1()).isEqualTo(1 / 4.0);
    assertThat(result.top5()).isEqualTo(2 / 4.0);
  }

  @Test
  void onlyTheFirstKNeighbours_vote() {
    Neighbours neighbours =
        new Neighbours(1, 3, new int[] {0, 1, 2}, new float[] {0.5f, 0.5f, 0.5f});

    assertThat(new WeightedKnn(1, 1).ranking(neighbours, 0, new int[] {1, 0, 0}, 2))
        .containsExactly(1, 0);
    assertThat(new WeightedKnn(3, 1).ranking(neighbours, 0, new int[] {1, 0, 0}, 2))
        .containsExactly(0, 1);
  }

  @Test
  void aGalleryOfFewerThanKRows_votesAsAWhole() {
    FeatureMatrix gallery = FeatureMatrix.of(new float[] {2, 0}, new float[] {0, 5});
    FeatureMatrix queries = FeatureMatrix.of(new float[] {3, 1}, new float[] {1, 3});

    WeightedKnn.Result result =
        WeightedKnn.DEFAULT.classify(gallery, new int[] {0, 1}, queries, new int[] {0, 0}, 2);

    assertThat(result.predictions()).containsExactly(0, 1);
    assertThat(result.top1()).isEqualTo(0.5);
    assertThat(result.top5()).isEqualTo(1);
  }

  @Test
  void aVeryLowTemperature_doesNotOverflow() {
    FeatureMatrix gallery = FeatureMatrix.of(new float[] {1, 0}, new float[] {0, 1});

    WeightedKnn.Result result =
        new WeightedKnn(2, 1e-5).classify(gallery, new int[] {0, 1}, gallery, new int[] {0, 1}, 2);

    assertThat(result.top1()).isEqualTo(1);
  }

  @Test
  void labelsAndSettingsOutOfRange_areRefused() {
    FeatureMatrix gallery = FeatureMatrix.of(new float[] {1, 0}, new float[] {0, 1});
    int[] good = {0, 1};

    assertThatThrownBy(() -> new WeightedKnn(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WeightedKnn(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> WeightedKnn.DEFAULT.classify(gallery, new int[] {0, 2}, gallery, good, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gallery label 1 is 2, outside 0 to 1");
    assertThatThrownBy(() -> WeightedKnn.DEFAULT.classify(gallery, good, gallery, new int[] {0}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 query labels are needed");
  }

  private static JsonNode expected() throws Exception {
    try (InputStream in = WeightedKnnTest.class.getResourceAsStream("/evaluation/expected.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in)).get("knn");
    }
  }
}
