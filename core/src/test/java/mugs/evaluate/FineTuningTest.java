package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import mugs.augment.ClassifierCrops;
import mugs.augment.ClassifierSettings;
import mugs.embed.SmallNetwork;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneSettings.Start;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.PlainPictures;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.load.UnreadableShare;
import mugs.method.NotFiniteException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {
  private static final Placement EXACT = Precision.FLOAT64.onCpu();
  private static final PlainPictures PICTURES = PlainPictures.coloured(12);
  private static final int[] LABELS = IntStream.range(0, 12).map(i -> i % 3).toArray();
  private static final int BATCH = 6;
  private static final int SIZE = 16;

  @TempDir private Path temporary;

  private Path weights = Path.of("");

  @BeforeEach
  void write() throws Exception {
    weights = SmallNetwork.write(temporary.resolve("w.safetensors"));
  }

  private static FineTuneSettings settings(MixSettings mix, double dropPath) {
    return new FineTuneSettings(
        Start.BACKBONE, 3, BATCH, 1e-3, 0, 0, 0, 0.5, dropPath, mix, true, 0.25, 9);
  }

  private static LabelledPictures pictures() {
    return pictures(PICTURES, 0);
  }

  private static LabelledPictures pictures(PlainPictures source, double mostUnreadable) {
    return new LabelledPictures(
        source,
        LABELS,
        new PictureReader(
            source,
            SkippedPictures.ofEvaluation(source, new UnreadableShare(mostUnreadable, "--max"))),
        new ClassifierCrops(ClassifierSettings.strong(3, SIZE, 0.25), 9),
        LoaderOptions.of(BATCH, 9));
  }

  private Classifier classifier() throws Exception {
    return Classifier.begin(weights, Start.BACKBONE, 3, 1, EXACT);
  }

  /** All values of the network after some steps. */
  private Map<String, double[]> after(int steps, FineTuneSettings settings, Cut cut)
      throws Exception {
    try (Classifier classifier = classifier();
        Workers workers = new Workers(cut.workers, 1);
        FineTuning training =
            new FineTuning(
                settings,
                classifier,
                pictures(),
                new FineTuning.Execution(workers, cut.microBatch, cut.checkpointing))) {
      for (int step = 0; step < steps; step++) {
        training.step(step);
      }
      return values(classifier);
    }
  }

  private record Cut(int workers, int microBatch, boolean checkpointing) {}

  private static final Cut WHOLE = new Cut(1, 0, false);

  private static Map<String, double[]> values(Classifier classifier) {
    Map<String, double[]> values = new LinkedHashMap<>();
    classifier
        .parameters()
        .asMap()
        .forEach((name, tensor) -> values.put(name, Tensors.toDoubles(tensor)));
    return values;
  }

  private static double[] of(Map<String, double[]> values, String name) {
    return Objects.requireNonNull(values.get(name));
  }

  private static void assertSame(Map<String, double[]> one, Map<String, double[]> other) {
    one.forEach(
        (name, values) ->
            assertThat(of(other, name)).as(name).containsExactly(values, within(1e-9)));
  }

  /** A head of zeros gives every class the same share, whatever is mixed: the loss is log 3. */
  @Test
  void loss_isTheCrossEntropy_ofTheMeanPicture() throws Exception {
    try (Classifier classifier = classifier();
        Workers workers = new Workers(2, 1)) {
      try (Scope scope = Scope.withoutGradients()) {
        classifier.parameters().get("head.weight").zero_();
      }
      try (FineTuning training =
          new FineTuning(
              settings(MixSettings.PAPER, 0.2),
              classifier,
              pictures(),
              new FineTuning.Execution(workers, 0, false))) {
        assertThat(training.step(0).loss()).isCloseTo(Math.log(3), within(1e-12));
        assertThat(training.step(1).loss()).isNotCloseTo(Math.log(3), within(1e-6));
      }
    }
  }

  /** 2 blocks: Adam's first step is the rate in every value, up or down, wherever g >> epsilon. */
  @Test
  void firstStep_movesEachLayerByItsRate() throws Exception {
    Map<String, double[]> before = after(0, settings(MixSettings.NONE, 0), WHOLE);
    Map<String, double[]> after = after(1, settings(MixSettings.NONE, 0), WHOLE);
    Map<String, Double> rates =
        Map.of(
            "patch_embed.proj.weight", 1e-3 / 8,
            "blocks.0.mlp.fc1.weight", 1e-3 / 4,
            "blocks.1.mlp.fc1.weight", 1e-3 / 2,
            "norm.bias", 1e-3,
            "head.weight", 1e-3);
    rates.forEach(
        (name, rate) -> {
          double furthest = 0;
          for (int i = 0; i < of(before, name).length; i++) {
            furthest = Math.max(furthest, Math.abs(of(after, name)[i] - of(before, name)[i]));
          }
          assertThat(furthest).as(name).isCloseTo(rate, within(1e-3 * rate));
        });
  }

  @Test
  void result_dependsNeitherOnWorkersNorOnMicroBatches_norOnCheckpointing() throws Exception {
    FineTuneSettings settings = settings(MixSettings.PAPER, 0.3);
    Map<String, double[]> whole = after(4, settings, WHOLE);
    assertSame(whole, after(4, settings, new Cut(2, 0, false)));
    assertSame(whole, after(4, settings, new Cut(2, 1, false)));
    assertSame(whole, after(4, settings, new Cut(1, 4, true)));
  }

  /** Both workers have half of the batch: the same sums to the last bit. */
  @Test
  void microBatchAboveAWorkersPart_leavesEachItsPart() throws Exception {
    FineTuneSettings settings = settings(MixSettings.PAPER, 0.3);
    Map<String, double[]> halves = after(4, settings, new Cut(2, 0, false));
    Map<String, double[]> asked = after(4, settings, new Cut(2, BATCH, false));
    halves.forEach((name, values) -> assertThat(of(asked, name)).as(name).isEqualTo(values));
  }

  @Test
  void mixingAndDropPath_changeWhatIsLearned() throws Exception {
    double[] plain = of(after(2, settings(MixSettings.NONE, 0), WHOLE), "head.weight");
    double[] mixed = of(after(2, settings(MixSettings.PAPER, 0), WHOLE), "head.weight");
    double[] dropped = of(after(2, settings(MixSettings.NONE, 0.5), WHOLE), "head.weight");
    assertThat(mixed).isNotEqualTo(plain);
    assertThat(dropped).isNotEqualTo(plain);
  }

  @Test
  void stateThatIsTakenUp_goesOnToTheSameBits() throws Exception {
    FineTuneSettings settings = settings(MixSettings.PAPER, 0.3);
    Map<String, double[]> whole = after(5, settings, WHOLE);
    try (Workers workers = new Workers(1, 1);
        Classifier first = classifier();
        FineTuning training =
            new FineTuning(
                settings, first, pictures(), new FineTuning.Execution(workers, 0, false))) {
      for (int step = 0; step < 3; step++) {
        training.step(step);
      }
      try (Classifier second = classifier();
          FineTuning resumed =
              new FineTuning(
                  settings, second, pictures(), new FineTuning.Execution(workers, 0, false))) {
        resumed.restore(training.state());
        resumed.step(3);
        resumed.step(4);
        whole.forEach(
            (name, values) -> assertThat(of(values(second), name)).as(name).isEqualTo(values));
      }
    }
  }

  private FineTuning training(Classifier classifier, Workers workers, LabelledPictures pictures) {
    return new FineTuning(
        settings(MixSettings.NONE, 0),
        classifier,
        pictures,
        new FineTuning.Execution(workers, 0, false));
  }

  /** 12 pictures, two batches of 6 an epoch: in the first epoch each is asked for. */
  @Test
  void pictureThatCouldNotBeRead_keepsItsSubstituteAndReason_thoughItWasMendedMeanwhile()
      throws Exception {
    try (Workers workers = new Workers(1, 1);
        Classifier whole = classifier();
        Classifier first = classifier();
        Classifier second = classifier();
        FineTuning straight = training(whole, workers, pictures(PICTURES.withBroken(5), 1 / 12.0));
        FineTuning begun = training(first, workers, pictures(PICTURES.withBroken(5), 1 / 12.0));
        FineTuning resumed = training(second, workers, pictures(PICTURES, 1 / 12.0))) {
      for (int step = 0; step < 4; step++) {
        straight.step(step);
      }
      begun.step(0);
      begun.step(1);
      resumed.restore(begun.state());
      resumed.takeUp(begun.unreadable());
      resumed.step(2);
      resumed.step(3);

      assertThat(resumed.skipped()).containsExactly(Map.entry("plain/5.png", "it is broken"));
      values(whole)
          .forEach(
              (name, values) -> assertThat(of(values(second), name)).as(name).isEqualTo(values));
    }
  }

  /** One of twelve may be unreadable, two may not. */
  @Test
  void shareOfUnreadablePictures_isThatOfAllRestarts() throws Exception {
    try (Workers workers = new Workers(1, 1);
        Classifier first = classifier();
        Classifier second = classifier();
        FineTuning begun = training(first, workers, pictures(PICTURES.withBroken(5), 1 / 12.0));
        FineTuning resumed =
            training(second, workers, pictures(PICTURES.withBroken(7), 1 / 12.0))) {
      begun.step(0);
      begun.step(1);
      resumed.restore(begun.state());
      resumed.takeUp(begun.unreadable());

      assertThatThrownBy(
              () -> {
                resumed.step(2);
                resumed.step(3);
              })
          .isInstanceOf(TooManySkippedException.class)
          .hasMessageContaining("2 of 12 pictures of plain cannot be read");
      // the one that made them too many is tried again: somebody may mend it
      assertThat(resumed.unreadable()).containsExactly(Map.entry(5, "it is broken"));
    }
  }

  @Test
  void stateOfAnotherNetwork_isRefused() throws Exception {
    try (Workers workers = new Workers(1, 1);
        Classifier classifier = classifier();
        Classifier four = Classifier.begin(weights, Start.BACKBONE, 4, 1, EXACT);
        FineTuning training =
            new FineTuning(
                settings(MixSettings.NONE, 0),
                classifier,
                pictures(),
                new FineTuning.Execution(workers, 0, false));
        FineTuning other =
            new FineTuning(
                settings(MixSettings.NONE, 0),
                four,
                pictures(),
                new FineTuning.Execution(workers, 0, false))) {
      assertThatThrownBy(() -> training.restore(other.state()))
          .hasMessageContaining("\"head.weight\" does not fit");
    }
  }

  @Test
  void lossThatIsNotFinite_changesNothing_andNamesTheStep() throws Exception {
    try (Workers workers = new Workers(2, 1);
        Classifier classifier = classifier();
        FineTuning training =
            new FineTuning(
                settings(MixSettings.NONE, 0),
                classifier,
                pictures(),
                new FineTuning.Execution(workers, 0, false))) {
      try (Scope scope = Scope.withoutGradients()) {
        classifier.parameters().get("head.bias").fill_(new Scalar(Double.NaN));
      }
      Map<String, double[]> before = values(classifier);
      assertThatThrownBy(() -> training.step(0))
          .isInstanceOf(NotFiniteException.class)
          .hasMessage("in step 1 the loss is not finite: begin again with a lower --rate");
      before.forEach(
          (name, values) -> assertThat(of(values(classifier), name)).as(name).isEqualTo(values));
    }
  }

  @Test
  void rate_risesInTheWarmUp_andFallsToTheEnd() throws Exception {
    FineTuneSettings settings =
        new FineTuneSettings(
            Start.BACKBONE, 4, BATCH, 1e-3, 1e-4, 2, 0, 1, 0, MixSettings.NONE, false, 0, 9);
    try (Workers workers = new Workers(1, 1);
        Classifier classifier = classifier();
        FineTuning training =
            new FineTuning(
                settings, classifier, pictures(), new FineTuning.Execution(workers, 0, false))) {
      double[] rates = new double[8]; // two steps an epoch
      for (int step = 0; step < 8; step++) {
        rates[step] = training.step(step).rate();
      }
      double down = (1e-3 - 1e-4) / 2;
      double root = Math.sqrt(0.5);
      assertThat(rates)
          .containsExactly(
              new double[] {
                0,
                1e-3 / 3,
                2e-3 / 3,
                1e-3,
                1e-3,
                1e-4 + down * (1 + root),
                1e-4 + down,
                1e-4 + down * (1 - root)
              },
              within(1e-15));
    }
  }

  @Test
  void ranks_countTheClassesAtLeastAsHigh_andNoneIsRightThatIsUnknownOrNoNumber() throws Exception {
    int never = Integer.MAX_VALUE;
    try (Classifier classifier = classifier();
        Scope scope = Scope.withoutGradients()) {
      classifier.parameters().get("head.weight").zero_();
      Tensor bias = classifier.parameters().get("head.bias");
      bias.copy_(EXACT.of(new double[] {2, 3, 3}, 3));
      Tensor pixels = EXACT.zeros(4, 3, SIZE, SIZE);
      assertThat(classifier.ranks(pixels, new int[] {0, 1, 2, 7})).containsExactly(2, 1, 1, never);
      bias.copy_(EXACT.of(new double[] {Double.NaN, 1, 0}, 3));
      assertThat(classifier.ranks(pixels, new int[] {0, 1, 2, 7}))
          .containsExactly(never, 1, 2, never);
    }
  }
}
