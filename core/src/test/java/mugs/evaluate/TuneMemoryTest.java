package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.train.MicroBatch;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How near the estimates come to real processes stands in docs/fine-tuning.md. */
class TuneMemoryTest {
  private static final VitSettings SMALL = VitSettings.of(224, 16, 384, 12, 6);

  private static TuneMemory memory(int batch, int workers, Device device, boolean checkpointing) {
    return memory(batch, 0, workers, device, checkpointing);
  }

  private static TuneMemory memory(
      int batch, int tested, int workers, Device device, boolean checkpointing) {
    return new TuneMemory(
        SMALL,
        FineTunePreset.VIT_S.settings(1).withBatch(batch),
        1000,
        224,
        tested,
        new TuneMemory.Execution(workers, Precision.FLOAT32, device, checkpointing));
  }

  private static TuneMemory memory(int batch, int workers) {
    return memory(batch, workers, Device.CPU, false);
  }

  private static int settled(TuneMemory memory, double allowed) {
    return memory.settled(MicroBatch.AUTO, OptionalDouble.of(allowed)).images();
  }

  @ParameterizedTest
  @ValueSource(doubles = {3e9, 5e9})
  void most_isTheLargestThatFits(double allowed) {
    TuneMemory memory = memory(64, 2);
    int most = settled(memory, allowed);
    assertThat(most).isBetween(1, 31);
    assertThat(memory.bytes(most)).isLessThanOrEqualTo(allowed);
    assertThat(memory.bytes(most + 1)).isGreaterThan(allowed);
  }

  @Test
  void most_isAnEqualPart_whereAllFits_andOne_whereNothingDoes() {
    assertThat(settled(memory(63, 2), 1e15)).isEqualTo(32);
    assertThat(settled(memory(3, 8), 1e15)).isEqualTo(1);
    assertThat(settled(memory(64, 2), 1)).isEqualTo(1);
  }

  /**
   * ViT-S/16 with 1,000 classes has 22,050,664 parameters (timm): network, two moments and each
   * worker's gradients are as many floats.
   */
  @Test
  void eachWorker_holdsASetOfGradients_andItsImages() {
    double image = memory(64, 1).bytes(2) - memory(64, 1).bytes(1);
    assertThat(memory(64, 1).bytes(9) - memory(64, 1).bytes(8)).isCloseTo(image, within(1.0));
    assertThat(memory(64, 2).bytes(1) - memory(64, 1).bytes(1) - image)
        .isCloseTo(4 * 22_050_664.0, within(1.0));
  }

  /** Without one image of each worker there are 5 sets of floats on a GPU, and no more. */
  @Test
  void gpu_holdsTensorsAlone() {
    double image = memory(64, 2).bytes(2) - memory(64, 2).bytes(1);
    assertThat(memory(64, 2, Device.parse("cuda"), false).bytes(1) - image)
        .isCloseTo(5 * 4 * 22_050_664.0, within(1.0));
  }

  /**
   * A worker tests 32 images at a time, each with one block in memory, 1.5 x 4 x 197 x 384 x 16
   * bytes, and 3 x 4 x 3 x 224 x 224 for its pixels: 290 MB. An image that is learned from has
   * twelve blocks, so that three take 267 MB and four 356.
   */
  @Test
  void test_setsWhatIsNeededAtLeast() {
    TuneMemory memory = memory(64, 1000, 2, Device.CPU, false);
    assertThat(memory.bytes(1)).isEqualTo(memory.bytes(3)).isLessThan(memory.bytes(4));
    assertThat(memory.bytes(1)).isGreaterThan(memory(64, 2).bytes(3));
  }

  /** Twelve blocks keep 16 widths a token each; or one does, and one width of each is kept. */
  @Test
  void checkpointing_keepsWhatGoesIntoEachBlock() {
    double tokens = 1.5 * 4 * 197 * 384;
    double kept = memory(64, 1).bytes(2) - memory(64, 1).bytes(1);
    TuneMemory checkpointed = memory(64, 1, Device.CPU, true);
    assertThat(kept - (checkpointed.bytes(2) - checkpointed.bytes(1)))
        .isCloseTo(tokens * (12 * 16 - (12 + 16)), within(1.0));
  }
}
