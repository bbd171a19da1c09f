package mugs.measure;

/**
 * The k-th largest of many numbers without sorting them all (Hoare, "Algorithm 65: Find", 1961).
 */
final class Selection {
  private Selection() {}

  /**
   * Returns the number in one place when they are sorted.
   *
   * @param values in any order, reordered by this; what is no number counts as the smallest
   * @param place 1 for the largest, up to their number
   */
  static float largest(float[] values, int place) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? Float.NEGATIVE_INFINITY : values[i];
    }
    int wanted = place - 1;
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      float pivot = middle(values[from], values[(from + to) >>> 1], values[to]);
      int left = from;
      int right = to;
      while (left <= right) {
        while (values[left] > pivot) {
          left++;
        }
        while (values[right] < pivot) {
          right--;
        }
        if (left <= right) {
          float other = values[left];
          values[left++] = values[right];
          values[right--] = other;
        }
      }
      if (wanted <= right) {
        to = right;
      } else if (wanted >= left) {
        from = left;
      } else {
        return values[wanted];
      }
    }
    return values[from];
  }

  private static float middle(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
