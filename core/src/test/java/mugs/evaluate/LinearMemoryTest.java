package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mugs.embed.Token;
import mugs.evaluate.LinearSettings.Augmentation;
import org.junit.jupiter.api.Test;

class LinearMemoryTest {
  private static final List<LinearHead> HEADS =
      List.of(
          new LinearHead(LinearOptimiser.SGD, 1, 0),
          new LinearHead(LinearOptimiser.SGD, 2, 0),
          new LinearHead(LinearOptimiser.LARS, 1, 0));

  private static LinearMemory of(Augmentation augmentation) {
    LinearSettings settings =
        new LinearSettings(Token.CLASS, augmentation, HEADS, 0, 1, 64, 0.1, 0);
    return LinearMemory.of(settings, 10, 99, 1_000_000);
  }

  /**
   * A head has 10 x (99 + 1) numbers of 4 bytes. There are two of each for two heads and three for
   * one, and two copies of all to be written; features are 99 numbers a row.
   */
  @Test
  void bytes_areThoseOfFeaturesWeightsAndVelocities() {
    assertThat(of(Augmentation.MUGS).bytes()).isEqualTo((3 * 4 + 1) * 4000);
    assertThat(of(Augmentation.NONE).bytes()).isEqualTo((3 * 4 + 1) * 4000 + 396e6);
  }

  @Test
  void lack_saysHowMuchIsNeededAndWhatToDo() {
    assertThat(of(Augmentation.NONE).lack(400_000_000)).isEmpty();
    assertThat(of(Augmentation.NONE).lack(300_000_000))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith(
                        "3 heads of 10 classes and 99 values and 1,000,000 rows of features need"
                            + " 0.4 GB of memory, but there are 0.3 GB: take fewer heads"));
  }
}
