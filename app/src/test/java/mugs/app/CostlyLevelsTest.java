package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import mugs.source.LabelLevel;
import org.junit.jupiter.api.Test;

class CostlyLevelsTest {
  private static final String FEWER = "fewer --restarts shorten it";

  /** Pictures whose classes come one after the other. */
  private static LabelLevel level(String name, int classes, int pictures) {
    return new LabelLevel(
        name,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        IntStream.range(0, pictures).map(picture -> picture % classes).toArray());
  }

  @Test
  void levelOfHardlyMoreThanAPictureAClass_isTold_withTheOthersToMeasureInstead() {
    assertThat(
            CostlyLevels.warning(
                List.of(
                    level("group", 9, 3000), level("sub group", 95, 3000), level("e", 1500, 3000)),
                FEWER))
        .contains(
            "Most of the time of measuring goes to level e, 1,500 classes of 3,000 pictures: --label 'group,sub group' leaves it out, fewer --restarts shorten it");
  }

  @Test
  void levelThatIsTheOnlyOne_cannotBeLeftOut() {
    assertThat(CostlyLevels.warning(List.of(level("e", 1001, 3000)), FEWER))
        .contains(
            "Most of the time of measuring goes to level e, 1,001 classes of 3,000 pictures: fewer --restarts shorten it");
  }

  @Test
  void levelsOfMorePicturesAClass_orFewClasses_areNotTold() {
    assertThat(CostlyLevels.warning(List.of(level("e", 1000, 3000)), FEWER)).isEmpty();
    assertThat(CostlyLevels.warning(List.of(level("e", 499, 600)), FEWER)).isEmpty();
    assertThat(CostlyLevels.warning(List.of(level("e", 500, 600)), FEWER)).isPresent();
  }

  /** A part of a collection keeps the names of classes that none of its pictures has. */
  @Test
  void classesThatNoPictureHas_doNotCount() {
    LabelLevel part =
        new LabelLevel(
            "e",
            level("all", 2000, 2000).classes(),
            IntStream.range(0, 600).map(picture -> picture % 100).toArray());

    assertThat(CostlyLevels.warning(List.of(part), FEWER)).isEmpty();
  }
}
