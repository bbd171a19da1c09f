package mugs.exchange;

/**
 * Sees that a tensor lies within its storage. It may see a value many times: how large all tensors
 * of a file are together is bounded elsewhere.
 */
final class ArrayBounds {
  /** More than any network has. */
  static final int MOST_DIMENSIONS = 16;

  private ArrayBounds() {}

  /**
   * Returns the tensor if it is sound.
   *
   * @throws UnusableWeightsException if it claims what cannot be
   */
  static Pickled.Array checked(Pickled.Array array) throws UnusableWeightsException {
    long[] sizes = array.sizes();
    long[] strides = array.strides();
    boolean sound =
        sizes.length == strides.length && sizes.length <= MOST_DIMENSIONS && array.offset() >= 0;
    for (int i = 0; sound && i < sizes.length; i++) {
      sound = sizes[i] >= 0 && strides[i] >= 0;
    }
    try {
      if (sound && Math.addExact(array.offset(), span(array)) <= array.storage().count()) {
        return array;
      }
    } catch (ArithmeticException e) {
      sound = false;
    }
    throw new UnusableWeightsException(
        "a tensor does not lie in its storage '%s' of %d values: offset %d, %d dimensions"
            .formatted(
                KnownCall.printable(array.storage().key()),
                array.storage().count(),
                array.offset(),
                sizes.length));
  }

  /** Returns how many values there are. */
  static long count(long[] sizes) {
    for (long size : sizes) {
      if (size == 0) {
        return 0;
      }
    }
    long count = 1;
    for (long size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** Returns how many values of the storage it reaches over, from its first to its last. */
  static long span(Pickled.Array array) {
    if (count(array.sizes()) == 0) {
      return 0;
    }
    long span = 1;
    for (int i = 0; i < array.sizes().length; i++) {
      span = Math.addExact(span, Math.multiplyExact(array.sizes()[i] - 1, array.strides()[i]));
    }
    return span;
  }
}
