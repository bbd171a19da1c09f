package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mugs.measure.FeatureMatrix;
import mugs.measure.Neighbours;
import org.junit.jupiter.api.Test;

class GraphRecallTest {
  private static final int COUNT = 1000;

  /** Directions on a half circle: near in number is near in angle, and far is far. */
  private static UnitVectors halfCircle() {
    float[][] rows = new float[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      rows[i] =
          new float[] {
            (float) Math.cos(Math.PI * i / COUNT), (float) Math.sin(Math.PI * i / COUNT)
          };
    }
    return UnitVectors.of(FeatureMatrix.of(rows));
  }

  /** Answers with the nearest in number, the last few of them from the other end. */
  private static Neighbours answer(UnitVectors rows, int row, int k, int wrong) {
    int[] found = new int[k];
    float[] similarities = new float[k];
    for (int rank = 0, other = 1; rank < k; other++) {
      for (int near : new int[] {row - other, row + other}) {
        if (near >= 0 && near < COUNT && rank < k) {
          found[rank++] = near;
        }
      }
    }
    Arrays.fill(found, k - wrong, k, (row + COUNT / 2) % COUNT);
    for (int rank = 0; rank < k; rank++) {
      float[] a = rows.row(row);
      float[] b = rows.row(found[rank]);
      similarities[rank] = a[0] * b[0] + a[1] * b[1];
    }
    return new Neighbours(1, k, found, similarities);
  }

  @Test
  void share_isOfTheTenNearest_overRowsFromAllParts() {
    UnitVectors rows = halfCircle();
    List<Integer> asked = new ArrayList<>();

    double share =
        GraphRecall.of(
            (row, k) -> {
              assertThat(k).isEqualTo(10);
              asked.add(row);
              return answer(rows, row, k, row < COUNT / 2 ? 3 : 0);
            },
            rows);

    assertThat(share).isCloseTo(0.85, within(1e-9)); // seven of ten, and all of them
    assertThat(asked).hasSize(200).doesNotHaveDuplicates().startsWith(0, 5, 10).endsWith(995);
  }
}
