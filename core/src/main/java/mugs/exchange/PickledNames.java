package mugs.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors and values of nested dictionaries and lists under one name each, such as {@code
 * optimizer/state/0/exp_avg}. A pickle can hold the same dictionary many times over, and itself:
 * depth, number and length of names are bounded.
 */
final class PickledNames {
  private static final String BETWEEN = "/";
  private static final int DEEPEST = 12;
  private static final int MOST = 500_000;
  private static final long MOST_CHARACTERS = 64L << 20;

  private final Map<String, Pickled.Array> arrays = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private long seen;
  private long characters;

  private PickledNames() {}

  /**
   * Goes through an object.
   *
   * @throws UnusableWeightsException if it is larger or deeper than weights are
   */
  static PickledNames of(Pickled object) throws UnusableWeightsException {
    PickledNames names = new PickledNames();
    names.add("", object, 0);
    return names;
  }

  private void add(String name, Pickled value, int depth) throws UnusableWeightsException {
    seen++;
    characters += name.length();
    if (depth > DEEPEST || seen > MOST || characters > MOST_CHARACTERS) {
      throw new UnusableWeightsException(
          "its dictionaries are nested deeper, or hold more, than those of weights");
    }
    if (value instanceof Pickled.Array array) {
      arrays.put(name, array);
    } else if (value instanceof Pickled.Plain plain) {
      values.put(name, plain.value());
    } else if (value instanceof Pickled.Dictionary dictionary) {
      String before = name.isEmpty() ? "" : name + BETWEEN;
      for (Map.Entry<Object, Pickled> entry : dictionary.entries().entrySet()) {
        add(before + entry.getKey(), entry.getValue(), depth + 1);
      }
    } else if (value instanceof Pickled.Sequence sequence) {
      List<Pickled> items = sequence.items();
      for (int i = 0; i < items.size(); i++) {
        add(name + BETWEEN + i, items.get(i), depth + 1);
      }
    }
  }

  Map<String, Pickled.Array> arrays() {
    return arrays;
  }

  Map<String, Object> values() {
    return values;
  }
}
