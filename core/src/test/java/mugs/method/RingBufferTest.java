package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RingBufferTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void rows_replaceTheOldest_andWrapInsideOneWrite() {
    RingBuffer ring = new RingBuffer(rows(0, 0, 0, 0, 0), 3);

    ring.write(rows(1, 2, 3));

    assertThat(Tensors.toDoubles(ring.rows())).containsExactly(3, 0, 0, 1, 2);
    assertThat(ring.pointer()).isEqualTo(1);
  }

  @Test
  void writeUpToTheEnd_startsOverAtTheFirstSlot() {
    RingBuffer ring = new RingBuffer(rows(0, 0, 0), 1);

    ring.write(rows(1, 2));

    assertThat(ring.pointer()).isZero();
    assertThat(Tensors.toDoubles(ring.rows())).containsExactly(0, 1, 2);
  }

  @Test
  void noRows_changeNothing() {
    RingBuffer ring = new RingBuffer(rows(7, 8), 1);

    ring.write(Tensors.zeros(Precision.FLOAT64, 0, 1));

    assertThat(Tensors.toDoubles(ring.rows())).containsExactly(7, 8);
    assertThat(ring.pointer()).isEqualTo(1);
  }

  @Test
  void moreRowsThanSlots_leaveTheNewest() {
    RingBuffer ring = new RingBuffer(rows(0, 0, 0), 1);

    ring.write(rows(1, 2, 3, 4, 5, 6, 7, 8));

    // slots 1 2 0 1 2 0 1 2
    assertThat(Tensors.toDoubles(ring.rows())).containsExactly(6, 7, 8);
    assertThat(ring.pointer()).isZero();
  }

  @Test
  void oneWrite_equalsItsRowsWrittenOneByOne() {
    RingBuffer whole = new RingBuffer(rows(0, 0, 0, 0, 0, 0, 0), 5);
    RingBuffer single = new RingBuffer(rows(0, 0, 0, 0, 0, 0, 0), 5);

    whole.write(rows(1, 2, 3, 4, 5, 6, 7, 8, 9));
    IntStream.rangeClosed(1, 9).forEach(value -> single.write(rows(value)));

    assertThat(Tensors.toDoubles(whole.rows())).isEqualTo(Tensors.toDoubles(single.rows()));
    assertThat(whole.pointer()).isEqualTo(single.pointer()).isZero();
  }

  @Test
  void pointerOutside_isRefused() {
    assertThatThrownBy(() -> new RingBuffer(rows(1, 2), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a ring of 2 rows has no slot 2");
    assertThatThrownBy(() -> new RingBuffer(rows(1, 2), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Tensor rows(double... values) {
    return Tensors.of(values, values.length, 1);
  }
}
