package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import mugs.embed.Token;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.evaluate.LinearSettings.Augmentation;
import mugs.train.MicroBatch;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;

class LinearMemoryTest {
  private static final VitSettings SMALL = VitSettings.of(224, 16, 384, 12, 6);
  private static final List<LinearHead> HEADS =
      List.of(
          new LinearHead(LinearOptimiser.SGD, 1, 0),
          new LinearHead(LinearOptimiser.SGD, 2, 0),
          new LinearHead(LinearOptimiser.LARS, 1, 0));

  private static LinearMemory of(
      Augmentation augmentation, int batch, int pictures, int workers, String device) {
    LinearSettings settings =
        new LinearSettings(Token.CLASS, augmentation, HEADS, 0, 1, batch, 0.1, 0);
    return LinearMemory.of(
        settings,
        10,
        99,
        pictures,
        new LinearMemory.Look(SMALL, 224, workers, Precision.FLOAT32, Device.parse(device)));
  }

  /**
   * A head has 10 x (99 + 1) numbers of 4 bytes. There are two of each for two heads and three for
   * one, and two copies of all to be written; features are 99 numbers a row, kept ones and those of
   * a batch; each of 64 rows has scores and shares of 10 classes of three heads. ViT-S/16 has
   * 21,665,664 parameters (timm).
   */
  @Test
  void onAGpu_featuresWeightsVelocitiesScoresAndTheNetworkAreHeld() {
    double heads = (3 * 4 + 1) * 4000 + 2 * 3 * 64 * 10 * 4;
    assertThat(of(Augmentation.NONE, 64, 1_000_000, 2, "cuda").bytes(1))
        .isCloseTo(heads + 1_000_064 * 396.0 + 4 * 21_665_664.0, within(1.0));
  }

  @Test
  void onAProcessor_theProgramIsHeldToo() {
    assertThat(of(Augmentation.NONE, 64, 1000, 2, "cpu").bytes(1))
        .isCloseTo(of(Augmentation.NONE, 64, 1000, 2, "cuda").bytes(1) + 0.4e9, within(1.0));
  }

  /** One block of 197 tokens, 1.5 x 16 widths of 384 each, and three copies of its pixels. */
  @Test
  void changedPictures_areHeldByEachWorker_andNotTheirFeatures() {
    LinearMemory two = of(Augmentation.MUGS, 64, 1_000_000, 2, "cpu");
    double picture = 4 * (1.5 * 197 * 16 * 384 + 3 * 3 * 224 * 224);
    assertThat(two.bytes(9) - two.bytes(8)).isCloseTo(2 * picture, within(1.0));
    assertThat(two.bytes(1)).isLessThan(of(Augmentation.NONE, 64, 1_000_000, 2, "cpu").bytes(1));
  }

  /** 8,192 tokens are those of 41 pictures with 197 each. */
  @Test
  void microBatch_isAnEqualPart_orTheUsualNumber_orWhatFits() {
    LinearMemory large = of(Augmentation.MUGS, 1024, 5000, 2, "cpu");
    OptionalDouble much = OptionalDouble.of(1e12);
    assertThat(large.settled(new MicroBatch(0), much).images()).isEqualTo(41);
    assertThat(large.settled(MicroBatch.AUTO, much).images()).isEqualTo(41);
    assertThat(large.settled(new MicroBatch(600), much).images()).isEqualTo(512);
    OptionalDouble some = OptionalDouble.of(large.bytes(7) + 1);
    assertThat(large.settled(MicroBatch.AUTO, some).images()).isEqualTo(7);
    assertThat(large.settled(new MicroBatch(0), some).isTooMuch()).isTrue();
    assertThat(of(Augmentation.MUGS, 64, 20, 2, "cpu").settled(MicroBatch.AUTO, much).images())
        .isEqualTo(10);
  }

  @Test
  void lack_saysHowMuchIsNeededAndWhatToDo() {
    LinearMemory memory = of(Augmentation.NONE, 64, 1_000_000, 2, "cpu"); // 0.4 + 0.09 + 0.4 GB
    assertThat(memory.lack(OptionalDouble.empty())).isEmpty();
    assertThat(memory.lack(OptionalDouble.of(0.9e9))).isEmpty();
    assertThat(memory.lack(OptionalDouble.of(0.8e9)))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith(
                        "3 heads of 10 classes and 99 values and 1,000,000 rows of features need"
                            + " 0.9 GB of memory, but of what there is 0.8 GB may be taken: take"
                            + " fewer heads"));
  }
}
