package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.evaluate.FineTuneSettings.Start;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fine-tunings of the authors' scripts on other sets of pictures. */
class TransferPresetTest {
  private static final int SMALL = 384;
  private static final int BASE = 768;

  @ParameterizedTest
  @CsvSource({
    "CIFAR_10, 3e-6, 7.5e-6, 1000, 0.05, 0.1",
    "CIFAR_100, 7.5e-6, 7.5e-6, 1000, 0.02, 0.1",
    "INAT_18, 3e-5, 1.5e-5, 360, 0.05, 0.1",
    "INAT_19, 7.5e-5, 3e-5, 360, 0.05, 0.1",
    "FLOWERS, 7.5e-5, 7.5e-5, 1000, 0.05, 0.1",
    "CARS, 1.5e-4, 1.5e-4, 1000, 0.05, 0.3",
  })
  void preset_isThePapers(
      TransferPreset preset,
      double rateOfSmall,
      double rateOfBase,
      int epochs,
      double decayOfSmall,
      double dropPathOfBase) {
    FineTuneSettings small = preset.settings(SMALL, 7);
    FineTuneSettings base = preset.settings(BASE, 7);
    assertThat(small.rate()).isEqualTo(rateOfSmall);
    assertThat(base.rate()).isEqualTo(rateOfBase);
    assertThat(small.weightDecay()).isEqualTo(decayOfSmall);
    assertThat(base.weightDecay()).isEqualTo(0.05);
    assertThat(small.dropPath()).isEqualTo(0.1);
    assertThat(base.dropPath()).isEqualTo(dropPathOfBase);
    for (FineTuneSettings settings : new FineTuneSettings[] {small, base}) {
      assertThat(settings.start()).isEqualTo(Start.BACKBONE);
      assertThat(settings.epochs()).isEqualTo(epochs);
      assertThat(settings.batch()).isEqualTo(768);
      assertThat(settings.eraseProbability()).isEqualTo(0.1);
      assertThat(settings.mix()).isEqualTo(new MixSettings(0.8, 1, 0.5, 0.1));
      assertThat(settings.changes()).isTrue();
      assertThat(settings.seed()).isEqualTo(7);
    }
  }
}
