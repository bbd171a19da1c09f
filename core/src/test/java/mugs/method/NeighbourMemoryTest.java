package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeighbourMemoryTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void nearest_areThoseOfHighestCosine_howeverLongTheRows() {
    // cosines to (1, 0): 0.6, 1, 0, -1, 0.8; by product alone the first would win
    NeighbourMemory memory = new NeighbourMemory(rows(60, 80, 0.1, 0, 0, 5, -9, 0, 4, 3), 0, 3);

    assertThat(Tensors.toLongs(memory.nearest(rows(1, 0)))).containsExactly(1, 4, 0);
    assertThat(Tensors.toLongs(memory.nearest(rows(2, 0, 0, 7)))).containsExactly(1, 4, 0, 2, 0, 4);
  }

  @Test
  void neighbours_areHandedOnAsTheyWereWritten() {
    NeighbourMemory memory = new NeighbourMemory(rows(60, 80, 0.1, 0, 4, 3), 0, 2);

    Tensor found = memory.rows(memory.nearest(rows(1, 0, 0, 1)));

    assertThat(Tensors.shape(found)).containsExactly(2, 2, 2);
    assertThat(Tensors.toDoubles(found)).containsExactly(0.1, 0, 4, 3, 60, 80, 4, 3);
  }

  @Test
  void writtenRows_areFoundByTheirOwnLength_andTheOldestAreGone() {
    NeighbourMemory memory = new NeighbourMemory(rows(1, 0, 0, 1, -1, 0), 1, 2);

    memory.write(rows(30, 40, 0, -2)); // into slots 1 and 2

    assertThat(Tensors.toDoubles(memory.ring().rows())).containsExactly(1, 0, 30, 40, 0, -2);
    assertThat(memory.ring().pointer()).isZero();
    // cosines to (0, 1): 0, 0.8, -1; with the old lengths slot 1 would count 40
    assertThat(Tensors.toLongs(memory.nearest(rows(0, 1)))).containsExactly(1, 0);
    // cosines to (4, 3): 0.8, 0.96, -0.6
    assertThat(Tensors.toLongs(memory.nearest(rows(4, 3)))).containsExactly(1, 0);
    assertThat(Tensors.toLongs(memory.nearest(rows(9, 1)))).containsExactly(0, 1);
  }

  @Test
  void rowOfZeros_isNearToNothing_andBreaksNothing() {
    NeighbourMemory memory = new NeighbourMemory(rows(0, 0, 1, 1, 1, 0), 0, 2);

    assertThat(Tensors.toLongs(memory.nearest(rows(1, 0)))).containsExactly(2, 1);
  }

  @Test
  void noRows_changeNothing() {
    NeighbourMemory memory = new NeighbourMemory(rows(1, 0, 0, 1), 1, 1);

    memory.write(Tensors.zeros(Precision.FLOAT64, 0, 2));

    assertThat(memory.ring().pointer()).isEqualTo(1);
    assertThat(Tensors.toLongs(memory.nearest(rows(0, 1)))).containsExactly(1);
  }

  @Test
  void moreNeighboursThanRows_areRefused() {
    assertThatThrownBy(() -> new NeighbourMemory(rows(1, 0, 0, 1), 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a memory of 2 rows cannot give 3 neighbours");
  }

  private static Tensor rows(double... values) {
    return Tensors.of(values, values.length / 2, 2);
  }
}
