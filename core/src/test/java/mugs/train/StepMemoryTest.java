package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import mugs.engine.UnfitOptionException;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How near the estimates come to real processes is measured in MemoryEstimateTest. */
class StepMemoryTest {
  private static final String[] PAPER = {"run.workers=2", "optimiser.batch=64"};

  @TempDir private Path folder;

  private static Recipe paper(String... changes) {
    return Recipe.load("vit-s16-100ep", PAPER).with(changes);
  }

  private static double gigabytes(int microBatch) {
    return StepMemory.ofTraining(paper("run.micro-batch=" + microBatch)) / 1e9;
  }

  @ParameterizedTest
  @ValueSource(doubles = {3.2, 4, 6.5})
  void auto_isTheLargestThatFits(double given) {
    int settled =
        StepMemory.settled(paper("run.micro-batch=auto", "run.memory=" + given))
            .run()
            .microBatch()
            .images();

    assertThat(settled).isBetween(1, 31);
    assertThat(gigabytes(settled)).isLessThanOrEqualTo(given);
    assertThat(gigabytes(settled + 1)).isGreaterThan(given);
  }

  @Test
  void auto_isAnEqualPart_whereAllFits() {
    assertThat(
            StepMemory.settled(paper("run.micro-batch=auto", "run.memory=1000")).run().microBatch())
        .isEqualTo(new MicroBatch(32));
  }

  @Test
  void memoryInWhichNotEvenOneFits_isRefused_andWhatIsEnoughIsTold() {
    Recipe small = paper("run.micro-batch=auto", "run.memory=0.01");
    String enough = String.format(Locale.ROOT, "%.2f", Math.ceil(gigabytes(1) * 100) / 100);

    assertThatThrownBy(() -> StepMemory.settled(small))
        .isInstanceOf(RecipeException.class)
        .hasMessage(
            "run.memory is 0.01, but training needs about %1$s GB with a micro-batch of 1: give"
                + " run.memory=%1$s or more, or take a smaller network, optimiser.batch or"
                + " run.workers",
            enough);
    assertThat(StepMemory.settled(small.with("run.memory=" + enough)).run().microBatch().images())
        .isPositive();
  }

  @Test
  void memoryThatNobodyGave_isAdvisedOn() {
    SettledMicroBatch settled =
        new SettledMicroBatch(1, 2.5e9, OptionalDouble.of(1.2e9), false, true);

    assertThat(new StepMemory.Settlement(settled).advice())
        .contains(
            "the memory that is there allows 1.2 GB, but training needs about 2.5 GB with a"
                + " micro-batch of 1: take a smaller network, optimiser.batch or run.workers");
  }

  @Test
  void aNumber_isLeftAsItIs() {
    Recipe recipe = paper("run.micro-batch=3", "run.memory=0.1");

    assertThat(StepMemory.settled(recipe)).isSameAs(recipe);
  }

  /**
   * 61.0 million parameters of 4 bytes each; a further picture costs the same wherever it comes.
   */
  @Test
  void eachWorker_holdsASetOfGradients_andItsPictures() {
    double picture = gigabytes(2) - gigabytes(1);
    double threeWorkers =
        StepMemory.ofTraining(paper("run.micro-batch=1", "run.workers=3")) / 1e9 - gigabytes(1);

    assertThat(gigabytes(9) - gigabytes(8)).isCloseTo(picture, within(1e-6));
    assertThat(threeWorkers - picture / 2).isCloseTo(0.244, within(0.001));
  }

  /** What the processor holds beside tensors, and the batches as bytes, lie elsewhere then. */
  @Test
  void gpu_holdsTensorsAlone_withOneWorker_andIsAskedHowMuchItHas() {
    String[] one = {"run.workers=1", "run.micro-batch=4"};
    long processor = StepMemory.ofTraining(paper(one));
    long gpu = StepMemory.ofTraining(paper("run.device=cuda", "run.micro-batch=4"));
    double batch = 64 * 3 * (4 * 224 * 224 + 10 * 96 * 96);

    assertThat(processor - gpu).isEqualTo((long) (0.4e9 + 4 * batch));
    assertThat(
            StepMemory.settled(paper("run.device=cuda", "run.micro-batch=auto", "run.memory=1000"))
                .run()
                .microBatch())
        .isEqualTo(new MicroBatch(64));
    assertThatThrownBy(
            () -> StepMemory.settled(paper("run.device=cuda:99", "run.micro-batch=auto")))
        .isInstanceOf(UnfitOptionException.class)
        .hasMessageStartingWith("device cuda:99 is not there: ");
    assertThat(StepMemory.settled(paper("run.device=cuda:99")).run().microBatch())
        .isEqualTo(new MicroBatch(0));
    assertThat(StepMemory.settled(paper("run.device=cuda", "run.memory=8")).run().microBatch())
        .isEqualTo(
            StepMemory.settled(paper("run.device=cuda", "run.micro-batch=auto", "run.memory=8"))
                .run()
                .microBatch())
        .isNotEqualTo(new MicroBatch(0));
  }

  @Test
  void auto_isSettledOnce_andWrittenIntoTheRun() throws Exception {
    PlainPictures pictures = PlainPictures.coloured(48);
    double ofOne = (StepMemory.ofTraining(TinyRun.recipe("run.micro-batch=1")) + 1) / 1e9;
    Recipe recipe =
        TinyRun.recipe("run.micro-batch=auto", "run.memory=" + ofOne, "run.max-steps=2");
    RunFolder run = RunFolder.create(folder.resolve("run"));

    try (Pretraining pretraining = new Pretraining(recipe, pictures, PretrainingListener.NONE)) {
      pretraining.run(run);
    }

    assertThat(run.recipe().run().microBatch()).isEqualTo(new MicroBatch(1));
  }
}
