package mugs.source;

import java.util.Arrays;

/** Numbers that are added one by one, in 8 bytes each. */
final class LongColumn {
  private long[] values = new long[64];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + size / 2);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  long get(int index) {
    return values[index];
  }

  /** Returns a copy of just the length needed. */
  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
