package mugs.measure;

import static mugs.measure.GranularityFiguresTest.atDegrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NeighbourAgreementTest {

  /** Nearest others 1, 0, 1, 2 and 1, 2, 1, 2: they differ for picture 1 alone. */
  @Test
  void agreement_isTheShareOfPicturesWithTheSameNearestOther() {
    FeatureMatrix first = atDegrees(0, 10, 30, 60);
    FeatureMatrix second = atDegrees(0, 20, 30, 60);

    assertThat(NeighbourAgreement.between(first, second)).isEqualTo(0.75);
    assertThat(NeighbourAgreement.between(first, first)).isEqualTo(1);
  }

  @Test
  void cropsOfDifferentNumbersOfPictures_areRefused() {
    assertThatThrownBy(() -> NeighbourAgreement.between(atDegrees(0, 1), atDegrees(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 1 rows");
  }
}
