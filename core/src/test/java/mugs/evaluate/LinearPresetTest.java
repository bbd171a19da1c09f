package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import mugs.evaluate.LinearSettings.Augmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The linear probes of the authors' scripts. */
class LinearPresetTest {

  @ParameterizedTest
  @CsvSource({
    "vit-s16-100ep, last-4, 1024, 1e-5",
    "vit-s16-300ep, last-4, 1024, 0",
    "vit-s16-800ep, last-4, 1024, 0",
    "vit-b16-400ep, class-and-mean-patch, 512, 1e-5",
    "vit-l16-250ep, class-and-mean-patch, 1024, 1e-5",
  })
  void preset_isThePapers(String title, String token, int batch, double endRate) {
    LinearSettings settings = preset(title).settings(7);
    assertThat(settings.features().name()).isEqualTo(token);
    assertThat(settings.batch()).isEqualTo(batch);
    assertThat(settings.endRate()).isEqualTo(endRate);
    assertThat(settings.epochs()).isEqualTo(100);
    assertThat(settings.augmentation()).isEqualTo(Augmentation.MUGS);
    assertThat(settings.heads()).allMatch(head -> head.weightDecay() == 0);
    assertThat(settings.seed()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "vit-s16-100ep, 0.015",
    "vit-s16-300ep, 0.02",
    "vit-s16-800ep, 0.01",
    "vit-b16-400ep, 0.002",
  })
  void rateOfTheSmallerNetworks_isGiven(String title, double rate) {
    assertThat(preset(title).settings(0).heads()).containsExactly(new LinearHead(rate, 0));
  }

  @Test
  void rateOfTheLargestNetwork_isTheBestOf36() {
    double[] rates = {
      0.0001, 0.0002, 0.0003, 0.0004, 0.0005, 0.0006, 0.0007, 0.0008, 0.0009, //
      0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009, //
      0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, //
      0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    };
    assertThat(preset("vit-l16-250ep").settings(0).heads())
        .containsExactlyElementsOf(
            Arrays.stream(rates).mapToObj(rate -> new LinearHead(rate, 0)).toList());
  }

  /** 9 x 4 rates, 5 decays, 2 optimisers; all else is that of the 36. */
  @Test
  void largestProbe_has360Heads() {
    LinearSettings settings = preset("vit-l16-250ep-all").settings(0);
    LinearSettings fewer = preset("vit-l16-250ep").settings(0);
    assertThat(settings.heads()).hasSize(360).doesNotHaveDuplicates();
    assertThat(settings.heads().subList(0, 36)).isEqualTo(fewer.heads());
    assertThat(settings.heads().stream().map(LinearHead::weightDecay).distinct())
        .containsExactly(0.0, 1e-6, 1e-5, 1e-4, 1e-3);
    assertThat(settings.heads().stream().map(LinearHead::rate).distinct()).hasSize(36);
    assertThat(settings.heads().subList(0, 180))
        .allMatch(head -> head.optimiser() == LinearOptimiser.SGD);
    assertThat(settings.heads().subList(180, 360))
        .allMatch(head -> head.optimiser() == LinearOptimiser.LARS);
    assertThat(settings.features()).isEqualTo(fewer.features());
    assertThat(settings.batch()).isEqualTo(fewer.batch());
    assertThat(settings.endRate()).isEqualTo(fewer.endRate());
  }

  private static LinearPreset preset(String title) {
    return Arrays.stream(LinearPreset.values())
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
