package mugs.exchange;

import java.util.List;
import java.util.Map;
import mugs.engine.ElementType;

/**
 * What a pickle holds, as far as weights need it. Nothing here does anything: a class that the file
 * names is a word of a fixed list, never code.
 *
 * <p>Lists and dictionaries may hold themselves: who goes through them must count and bound.
 */
sealed interface Pickled {

  /** Python's {@code None}. */
  Pickled NONE = new Plain("None");

  /**
   * A number, a text, a truth value, bytes.
   *
   * @param value {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean}, {@code String}
   *     or {@code byte[]}
   */
  record Plain(Object value) implements Pickled {}

  /**
   * A list, tuple or set.
   *
   * @param items in order
   */
  record Sequence(List<Pickled> items) implements Pickled {}

  /**
   * A dictionary, ordered or not, or the attributes of an {@code argparse.Namespace}.
   *
   * @param entries in order; a key is a {@code String} or a {@code Long}
   * @param namespace whether they are attributes
   */
  record Dictionary(Map<Object, Pickled> entries, boolean namespace) implements Pickled {}

  /**
   * A function or class of the list of those that are known.
   *
   * @param call which
   */
  record Known(KnownCall call) implements Pickled {}

  /**
   * The class of a storage, such as {@code torch.FloatStorage}.
   *
   * @param type of its elements
   */
  record StorageClass(ElementType type) implements Pickled {}

  /**
   * The type of a number of NumPy.
   *
   * @param kind which
   */
  record NumberType(NumpyNumber kind) implements Pickled {}

  /**
   * Values that lie elsewhere in the file.
   *
   * @param key by which they are found
   * @param type of the elements
   * @param count how many
   */
  record Storage(String key, ElementType type, long count) implements Pickled {}

  /**
   * A tensor: a view of a storage, which lies within it.
   *
   * @param storage of its values
   * @param offset of the first, in elements
   * @param sizes outermost first
   * @param strides in elements, none negative
   */
  record Array(Storage storage, long offset, long[] sizes, long[] strides) implements Pickled {}
}
