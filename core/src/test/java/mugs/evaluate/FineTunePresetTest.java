package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.evaluate.FineTuneSettings.Start;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fine-tunings of the authors' scripts; those of a few labels among them. */
class FineTunePresetTest {

  @ParameterizedTest
  @CsvSource({
    "VIT_S, 200, 1024, 1.2e-3, 0.55, 0.1, 20",
    "VIT_B, 100, 1024, 1.2e-3, 0.55, 0.2, 20",
    "VIT_L, 50, 512, 8e-4, 0.75, 0.3, 5",
  })
  void preset_isThePapers(
      FineTunePreset preset,
      int epochs,
      int batch,
      double rate,
      double layerDecay,
      double dropPath,
      int warmUpEpochs) {
    FineTuneSettings settings = preset.settings(7);
    assertThat(settings.start()).isEqualTo(Start.BACKBONE);
    assertThat(settings.epochs()).isEqualTo(epochs);
    assertThat(settings.batch()).isEqualTo(batch);
    assertThat(settings.rate()).isEqualTo(rate);
    assertThat(settings.layerDecay()).isEqualTo(layerDecay);
    assertThat(settings.dropPath()).isEqualTo(dropPath);
    assertThat(settings.warmUpEpochs()).isEqualTo(warmUpEpochs);
    assertThat(settings.mix()).isEqualTo(new MixSettings(0.8, 1, 0.5, 0.1));
    assertThat(settings.changes()).isTrue();
    assertThat(settings.eraseProbability()).isEqualTo(0.25);
    assertThat(settings.seed()).isEqualTo(7);
  }

  @Test
  void fewLabels_tuneTheProjectorToo_forAThousandEpochs() {
    FineTuneSettings settings = FineTunePreset.SEMI.settings(7);
    assertThat(settings.start()).isEqualTo(Start.PROJECTOR);
    assertThat(settings.epochs()).isEqualTo(1000);
    assertThat(settings.rate()).isEqualTo(5e-6);
    assertThat(settings.weightDecay()).isEqualTo(0.05);
    assertThat(settings.dropPath()).isEqualTo(0.1);
    assertThat(settings.seed()).isEqualTo(7);
  }

  @Test
  void penaltiesOfFewLabels_areTheAuthors() {
    assertThat(LogisticProbe.AUTHORS_PENALTIES)
        .containsExactlyInAnyOrder(0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3);
  }
}
