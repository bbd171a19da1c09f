package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KMeansTest {

  /** By hand: 0, 1, 2 around 1, 10 and 12 around 11, 30 alone: 2 + 2 + 0. */
  @Test
  void rowsOnALine_areGroupedAroundTheirMeans() {
    FeatureMatrix line = line(0, 10, 30, 1, 12, 2);

    KMeans groups = KMeans.of(line, 3, 5, 1, looks -> {});

    assertThat(groups.inertia()).isCloseTo(4, within(1e-9));
    int[] found = groups.clusters();
    assertThat(found[3]).isEqualTo(found[0]);
    assertThat(found[5]).isEqualTo(found[0]);
    assertThat(found[4]).isEqualTo(found[1]);
    assertThat(new int[] {found[0], found[1], found[2]}).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void theSameSeed_givesTheSameGroups_andMoreTriesNeverLooserOnes() {
    float[] values = new float[60];
    for (int i = 0; i < 60; i++) {
      values[i] = i * i % 61;
    }
    FeatureMatrix line = line(values);

    assertThat(KMeans.of(line, 7, 3, 2, looks -> {}).clusters())
        .isEqualTo(KMeans.of(line, 7, 3, 2, looks -> {}).clusters());
    assertThat(KMeans.of(line, 7, 20, 2, looks -> {}).inertia())
        .isLessThanOrEqualTo(KMeans.of(line, 7, 1, 2, looks -> {}).inertia());
  }

  /** As many groups as rows; where rows are the same, some groups stay empty. */
  @Test
  void everyRowAGroup_leavesNothingOver_evenWhereRowsAreTheSame() {
    assertThat(KMeans.of(line(1, 2, 3, 4), 4, 3, 1, looks -> {}).inertia()).isZero();
    assertThat(KMeans.of(line(5, 5, 5), 3, 2, 1, looks -> {}).inertia()).isZero();
  }

  @Test
  void progress_isHeardOfEachCentreAndIteration_andItsListenerMayEndTheWork() {
    List<KMeans.Progress> heard = new ArrayList<>();
    KMeans best = KMeans.of(line(0, 10, 30, 1, 12, 2), 3, 2, 1, heard::add);

    assertThat(heard.get(0).words()).isEqualTo("0 of 3 centres drawn");
    assertThat(heard.get(3).words()).isEqualTo("2 of 3 centres drawn");
    KMeans.Progress last = heard.get(heard.size() - 1);
    assertThat(last.attempt()).isEqualTo(2);
    assertThat(last.inertia()).isFinite().isGreaterThanOrEqualTo(best.inertia());
    assertThat(new KMeans.Progress(2, 10, 3, 3, 7, 4.25).words())
        .isEqualTo("try 2 of 10, iteration 7, inertia 4.25000");
    assertThat(new KMeans.Progress(2, 10, 3, 3, 1, Double.POSITIVE_INFINITY).words())
        .isEqualTo("try 2 of 10, iteration 1");

    assertThatThrownBy(
            () ->
                KMeans.of(
                    line(1, 2, 3),
                    2,
                    1,
                    1,
                    progress -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
  }

  @Test
  void progress_readsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new KMeans.Progress(0, 10, 1500, 3000, 0, 0).words())
          .isEqualTo("1,500 of 3,000 centres drawn");
      assertThat(new KMeans.Progress(2, 1000, 3, 3, 7, 4.25).words())
          .isEqualTo("try 2 of 1,000, iteration 7, inertia 4.25000");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatCannotBeGrouped_isRefused() {
    assertThatThrownBy(() -> KMeans.of(line(1, 2), 3, 1, 0, looks -> {}))
        .hasMessageContaining("2 rows cannot make 3 groups");
    assertThatThrownBy(() -> KMeans.of(line(1, 2), 2, 0, 0, looks -> {}))
        .hasMessageContaining("at least 1 try");
  }

  private static FeatureMatrix line(float... values) {
    return new FeatureMatrix(values.length, 1, values);
  }
}
