package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.augment.CropRandom;
import mugs.embed.Token;
import mugs.engine.Precision;
import mugs.engine.Workers;
import mugs.evaluate.LinearSettings.Augmentation;
import mugs.measure.FeatureMatrix;
import mugs.train.RunFolderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearProbeTest {
  private static final int WIDTH = 12;
  private static final int CLASSES = 4;
  private static final double FAR = 60;

  @TempDir private Path temporary;

  private final Workers workers = new Workers(2, 1);

  @AfterEach
  void end() {
    workers.close();
  }

  private static LinearSettings settings(List<LinearHead> heads, int epochs) {
    return new LinearSettings(Token.CLASS, Augmentation.NONE, heads, 0, epochs, 128, 0.1, 3);
  }

  private LinearProbe probe(LinearSettings settings) {
    return new LinearProbe(settings, CLASSES, Precision.FLOAT32.onCpu(), workers);
  }

  private ProbeFolder folder(String name) throws IOException {
    return ProbeFolder.create(temporary.resolve(name), Map.of("seed", 3));
  }

  /**
   * Normal features of deviation 1 about a mean of {@code distance} along the axis of the class. No
   * rule does better than the one that takes the largest of the first coordinates.
   */
  private static LabelledFeatures normal(int count, double distance, long seed) {
    CropRandom random = CropRandom.of(seed);
    float[] values = new float[count * WIDTH];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.below(CLASSES);
      for (int j = 0; j < WIDTH; j++) {
        values[i * WIDTH + j] = (float) (random.normal() + (j == labels[i] ? distance : 0));
      }
    }
    return new LabelledFeatures(new FeatureMatrix(count, WIDTH, values), labels);
  }

  private static double bestPossible(LabelledFeatures test) {
    int right = 0;
    FeatureMatrix features = test.features().toMatrix();
    for (int i = 0; i < test.labels().length; i++) {
      float[] row = features.row(i);
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = row[c] > row[best] ? c : best;
      }
      right += best == test.labels()[i] ? 1 : 0;
    }
    return right / (double) test.labels().length;
  }

  @Test
  void chosenHead_comesWithinHalfAPercentOfTheBestRuleThereIs() throws Exception {
    LabelledFeatures test = normal(20_000, 2, 2);
    LinearProbe.Result result =
        probe(settings(LinearSettings.grid(), 15))
            .learn(normal(20_000, 2, 1), test, folder("normal"), 1, progress -> {})
            .orElseThrow();
    assertThat(result.top1()).isCloseTo(bestPossible(test), within(0.005));
    assertThat(result.top5()).isEqualTo(1); // of four classes
    assertThat(result.heads()).hasSize(36);
    assertThat(result.trainPictures()).isEqualTo(18_000);
    assertThat(result.heldOutPictures()).isEqualTo(2_000);
    assertThat(result.testPictures()).isEqualTo(20_000);
    assertThat(result.best().heldOutTop1())
        .isEqualTo(
            result.heads().stream()
                .mapToDouble(LinearProbe.HeadResult::heldOutTop1)
                .max()
                .orElseThrow());
  }

  @Test
  void classesThatAreFarApart_areAllToldApart() throws Exception {
    LinearProbe.Result result =
        probe(settings(List.of(new LinearHead(0.01, 0)), 5))
            .learn(normal(2_000, FAR, 1), normal(500, FAR, 2), folder("far"), 1, progress -> {})
            .orElseThrow();
    assertThat(result.top1()).isEqualTo(1);
    assertThat(result.best().heldOutTop1()).isEqualTo(1);
  }

  @Test
  void larsHead_comesWithinHalfAPercentOfTheBestRuleThereIs() throws Exception {
    LabelledFeatures test = normal(20_000, 2, 2);
    LinearProbe.Result result =
        probe(settings(List.of(new LinearHead(LinearOptimiser.LARS, 20, 0)), 15))
            .learn(normal(20_000, 2, 1), test, folder("lars"), 1, progress -> {})
            .orElseThrow();
    assertThat(result.top1()).isCloseTo(bestPossible(test), within(0.005));
  }

  @Test
  void headThatDiverges_isTold_andNotChosen() throws Exception {
    LinearProbe.Result result =
        probe(settings(List.of(new LinearHead(1e38, 0), new LinearHead(0.01, 0)), 3))
            .learn(normal(2_000, FAR, 1), normal(500, FAR, 2), folder("wild"), 1, progress -> {})
            .orElseThrow();
    assertThat(result.heads().get(0).diverged()).isTrue();
    assertThat(result.heads().get(1).diverged()).isFalse();
    assertThat(result.chosen()).isEqualTo(1);
  }

  @Test
  void probeThatWasStopped_goesOn_andFindsTheSame_onAnyNumberOfWorkers() throws Exception {
    LabelledFeatures train = normal(1_000, 1, 1);
    LabelledFeatures test = normal(700, 1, 2);
    LinearSettings settings =
        settings(
            List.of(
                new LinearHead(0.1, 0),
                new LinearHead(1, 0.001),
                new LinearHead(0.01, 0),
                new LinearHead(LinearOptimiser.LARS, 1, 0),
                new LinearHead(LinearOptimiser.LARS, 20, 0.001)),
            6);
    LinearProbe.Result whole =
        probe(settings).learn(train, test, folder("whole"), 1, progress -> {}).orElseThrow();
    ProbeFolder folder = folder("stopped");
    LinearProbe first = probe(settings);
    Optional<LinearProbe.Result> stopped =
        first.learn(
            train,
            test,
            folder,
            1,
            progress -> {
              if (progress.step() == 17) {
                first.stop();
              }
            });
    assertThat(stopped).isEmpty();
    try (Workers three = new Workers(3, 1)) {
      LinearProbe second = new LinearProbe(settings, CLASSES, Precision.FLOAT32.onCpu(), three);
      long[] steps = {0, 0};
      LinearProbe.Result resumed =
          second
              .learn(
                  train,
                  test,
                  ProbeFolder.resume(folder.path(), Map.of("seed", 3)),
                  1,
                  progress -> {
                    steps[0] = steps[0] == 0 ? progress.step() : steps[0];
                    steps[1] = progress.step();
                  })
              .orElseThrow();
      assertThat(steps).containsExactly(18, 6 * (900 / 128));
      assertThat(resumed.heads()).isEqualTo(whole.heads());
      assertThat(resumed.top1()).isEqualTo(whole.top1());
      assertThat(resumed.top5()).isEqualTo(whole.top5());
    }
    // one line after each tenth step and the last, none of them twice
    assertThat(Files.readAllLines(folder.events())).hasSize(5);
  }

  @Test
  void batch_isAllPictures_whereTheyAreFew() throws Exception {
    LinearProbe.Result result =
        probe(settings(List.of(new LinearHead(0.01, 0)), 2))
            .learn(normal(60, FAR, 1), normal(20, FAR, 2), folder("few"), 1, progress -> {})
            .orElseThrow();
    assertThat(result.heldOutPictures()).isBetween(4, 8); // of four classes, one or two of each
    assertThat(result.trainPictures()).isEqualTo(60 - result.heldOutPictures());
    assertThat(result.top1()).isGreaterThan(0.5);
    assertThat(result.batch()).isEqualTo(result.trainPictures()); // not the 128 of the settings
    assertThat(result.steps()).isEqualTo(2);
    assertThat(result.best().scaledRate())
        .isCloseTo(0.01 * result.trainPictures() / 256, within(1e-12));
  }

  @Test
  void pictures_ofWhichNoneCanBeKeptApart_areRefused() throws Exception {
    LabelledFeatures four =
        new LabelledFeatures(new FeatureMatrix(4, 1, new float[4]), new int[] {0, 1, 2, 3});
    ProbeFolder folder = folder("four");
    assertThatThrownBy(
            () ->
                probe(settings(List.of(new LinearHead(0.01, 0)), 2))
                    .learn(four, four, folder, 1, progress -> {}))
        .hasMessageStartingWith("of 4 training pictures none can be kept apart");
  }

  @Test
  void folderOfOtherSettings_isNotGoneOnWith() throws Exception {
    ProbeFolder folder = folder("other");
    assertThatThrownBy(() -> ProbeFolder.resume(folder.path(), Map.of("seed", 4)))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("was begun with seed 3, not 4");
    assertThatThrownBy(() -> ProbeFolder.resume(temporary, Map.of()))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("holds no probe that was begun");
    assertThatThrownBy(() -> ProbeFolder.create(folder.path(), Map.of()))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("is not empty");
  }
}
