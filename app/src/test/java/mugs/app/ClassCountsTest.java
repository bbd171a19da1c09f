package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mugs.load.Spread;
import mugs.source.LabelLevel;
import org.junit.jupiter.api.Test;

class ClassCountsTest {

  @Test
  void classes_areCounted_theLargestFirst_emptyOnesApart() {
    ClassCounts counts =
        ClassCounts.of(
            new LabelLevel("kind", List.of("a", "b", "c", "d"), new int[] {3, 0, 3, 0, 3, 1}));

    assertThat(counts.classes())
        .containsExactly(
            new ClassCounts.Count("d", 3),
            new ClassCounts.Count("a", 2),
            new ClassCounts.Count("b", 1));
    assertThat(counts.empty()).isEqualTo(1);
    assertThat(counts.spread()).isEqualTo(new Spread(1, 2, 3));
    assertThat(counts.inWords())
        .isEqualTo("kind: 3 classes of 1 to 3 pictures, median 2; 1 more have none");
    assertThat(counts.examples()).isEqualTo("d 3, a 2, b 1");
  }

  @Test
  void ofManyClasses_theLargestAndTheSmallestAreNamed() {
    int[] labels = new int[28];
    for (int label = 0, i = 0; label < 7; label++) {
      for (int times = 0; times <= label; times++) {
        labels[i++] = label;
      }
    }
    ClassCounts counts =
        ClassCounts.of(new LabelLevel("kind", List.of("a", "b", "c", "d", "e", "f", "g"), labels));

    assertThat(counts.examples()).isEqualTo("g 7, f 6, e 5, ..., c 3, b 2, a 1");
  }
}
