package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.evaluate.FineTunePreset;
import mugs.evaluate.FineTuneSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FineTuneOptionsTest {
  private static final FineTuneSettings SMALL = FineTunePreset.VIT_S.settings(1);

  private static FineTuneOptions of(String... arguments) {
    return CommandLine.populateCommand(new FineTuneOptions(), arguments);
  }

  /** The preset's rate rises in 20 of 200 epochs. */
  @ParameterizedTest
  @CsvSource({"1, 0", "4, 0", "6, 1", "20, 2", "100, 10", "199, 20", "200, 20", "400, 20"})
  void warmUp_isATenthOfFewerEpochs_andNeverMoreThanThePresets(int epochs, int expected) {
    FineTuneSettings settings = of("--epochs", Integer.toString(epochs)).settings(SMALL);
    assertThat(settings.epochs()).isEqualTo(epochs);
    assertThat(settings.warmUpEpochs()).isEqualTo(expected);
  }

  @Test
  void warmUpThatIsGiven_isTakenAsItIs_andOneThatIsNotIsToldWhereItIsShorter() {
    FineTuneOptions given = of("--epochs", "20", "--warm-up-epochs", "15");
    assertThat(given.settings(SMALL).warmUpEpochs()).isEqualTo(15);
    assertThat(given.shortened(SMALL, given.settings(SMALL))).isEmpty();
    assertThat(of().shortened(SMALL, of().settings(SMALL))).isEmpty();
    FineTuneOptions fewer = of("--epochs", "20");
    assertThat(fewer.shortened(SMALL, fewer.settings(SMALL)))
        .hasValue("20 of 200 in the preset, in proportion");
  }
}
