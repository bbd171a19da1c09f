package mugs.method;

import mugs.engine.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Rows in a ring: the newest replace the oldest. Used by both queues and both memories. */
public final class RingBuffer implements AutoCloseable {
  private final Tensor rows;
  private long pointer;

  /**
   * Wraps start values.
   *
   * @param rows {@code [capacity, ...]}; written in place
   * @param pointer the slot the next row goes to, from 0 to capacity - 1
   * @throws IllegalArgumentException if the pointer is outside
   */
  public RingBuffer(Tensor rows, long pointer) {
    if (pointer < 0 || pointer >= rows.size(0)) {
      throw new IllegalArgumentException(
          "a ring of " + rows.size(0) + " rows has no slot " + pointer);
    }
    this.rows = rows;
    this.pointer = pointer;
  }

  /** Returns all rows, {@code [capacity, ...]}: the ring itself, not a copy. */
  public Tensor rows() {
    return rows;
  }

  /** Returns the slot the next row goes to. */
  public long pointer() {
    return pointer;
  }

  /** Returns the slot the next row goes to as an int64 tensor of one element, beside the rows. */
  Tensor pointerTensor() {
    return rows.new_zeros(new long[] {1}, new TensorOptions(ScalarType.Long))
        .fill_(new Scalar(pointer));
  }

  /** Returns the number of rows. */
  public long capacity() {
    return rows.size(0);
  }

  /** Frees the rows. */
  @Override
  public void close() {
    rows.close();
  }

  /**
   * Writes rows in order, wrapping at the end as often as needed.
   *
   * @param added {@code [any number, ...]}, possibly none
   */
  void write(Tensor added) {
    try (Scope scope = Scope.withoutGradients()) {
      long count = added.size(0);
      long written = 0;
      while (written < count) {
        long run = Math.min(count - written, capacity() - pointer);
        rows.narrow(0, pointer, run).copy_(added.narrow(0, written, run));
        written += run;
        pointer = (pointer + run) % capacity();
      }
    }
  }
}
