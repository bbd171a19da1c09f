package mugs.exchange;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.engine.ElementType;

/**
 * The functions and classes that weights need. What they would do in Python is done here to inert
 * values; any other name in a file is refused before anything else of it is read.
 */
enum KnownCall {
  /** A dictionary that keeps its order. */
  ORDERED_DICT {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      Map<Object, Pickled> entries = new LinkedHashMap<>();
      if (!arguments.isEmpty()) {
        for (Pickled pair : sequence(arguments.get(0)).items()) {
          List<Pickled> items = sequence(pair).items();
          if (items.size() != 2) {
            throw wrong();
          }
          entries.put(PickleReader.key(items.get(0)), items.get(1));
        }
      }
      return new Pickled.Dictionary(entries, false);
    }
  },
  /** The options that a program was called with. */
  NAMESPACE {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (!arguments.isEmpty()) {
        throw wrong();
      }
      return new Pickled.Dictionary(new LinkedHashMap<>(), true);
    }
  },
  /** A tensor, as a view of its storage. */
  TENSOR {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (arguments.size() < 4 || !(arguments.get(0) instanceof Pickled.Storage storage)) {
        throw wrong();
      }
      return ArrayBounds.checked(
          new Pickled.Array(
              storage,
              whole(arguments.get(1)),
              numbers(sequence(arguments.get(2))),
              numbers(sequence(arguments.get(3)))));
    }
  },
  /** A parameter: a tensor that is trained. */
  PARAMETER {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (arguments.isEmpty() || !(arguments.get(0) instanceof Pickled.Array array)) {
        throw wrong();
      }
      return array;
    }
  },
  /** The shape of a tensor. */
  SIZE {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (arguments.size() != 1) {
        throw wrong();
      }
      return sequence(arguments.get(0));
    }
  },
  /** Bytes, which an older protocol writes as a text. */
  ENCODE {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (arguments.isEmpty()
          || !(arguments.get(0) instanceof Pickled.Plain plain)
          || !(plain.value() instanceof String text)) {
        throw wrong();
      }
      return new Pickled.Plain(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  },
  /** No bytes. */
  BYTES {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (!arguments.isEmpty()) {
        throw wrong();
      }
      return new Pickled.Plain(new byte[0]);
    }
  },
  /** The type of a number of NumPy. */
  NUMBER_TYPE {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (arguments.isEmpty()
          || !(arguments.get(0) instanceof Pickled.Plain plain)
          || !(plain.value() instanceof String code)) {
        throw wrong();
      }
      return new Pickled.NumberType(NumpyNumber.of(code));
    }
  },
  /** A number of NumPy, as schedules that it computed leave them behind. */
  NUMBER {
    @Override
    Pickled made(List<Pickled> arguments) throws UnusableWeightsException {
      if (arguments.size() != 2
          || !(arguments.get(0) instanceof Pickled.NumberType type)
          || !(arguments.get(1) instanceof Pickled.Plain plain)
          || !(plain.value() instanceof byte[] bytes)) {
        throw wrong();
      }
      return new Pickled.Plain(type.kind().value(bytes));
    }
  };

  private static final Map<String, KnownCall> BY_NAME =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", ORDERED_DICT),
          Map.entry("argparse.Namespace", NAMESPACE),
          Map.entry("torch._utils._rebuild_tensor", TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v2", TENSOR),
          Map.entry("torch._utils._rebuild_parameter", PARAMETER),
          Map.entry("torch.Size", SIZE),
          Map.entry("_codecs.encode", ENCODE),
          Map.entry("__builtin__.bytes", BYTES),
          Map.entry("builtins.bytes", BYTES),
          Map.entry("numpy.dtype", NUMBER_TYPE),
          Map.entry("numpy.core.multiarray.scalar", NUMBER),
          Map.entry("numpy._core.multiarray.scalar", NUMBER));

  private static final Map<String, ElementType> STORAGES = storages();

  private static Map<String, ElementType> storages() {
    Map<String, ElementType> storages = new HashMap<>();
    Map.ofEntries(
            Map.entry("Double", ElementType.F64),
            Map.entry("Float", ElementType.F32),
            Map.entry("Half", ElementType.F16),
            Map.entry("BFloat16", ElementType.BF16),
            Map.entry("ComplexFloat", ElementType.C64),
            Map.entry("Long", ElementType.I64),
            Map.entry("Int", ElementType.I32),
            Map.entry("Short", ElementType.I16),
            Map.entry("Char", ElementType.I8),
            Map.entry("Byte", ElementType.U8),
            Map.entry("Bool", ElementType.BOOL))
        .forEach(
            (name, type) -> {
              storages.put("torch." + name + "Storage", type);
              storages.put("torch.cuda." + name + "Storage", type);
            });
    return storages;
  }

  /**
   * Returns what a name stands for.
   *
   * @param module such as {@code torch._utils}
   * @param name in it
   * @throws UnusableWeightsException if weights need nothing of that name
   */
  static Pickled named(String module, String name) throws UnusableWeightsException {
    String full = module + "." + name;
    KnownCall call = BY_NAME.get(full);
    if (call != null) {
      return new Pickled.Known(call);
    }
    ElementType type = STORAGES.get(full);
    if (type != null) {
      return new Pickled.StorageClass(type);
    }
    throw new UnusableWeightsException(
        "it asks for '%s', which weights do not need; nothing of it was run: save the tensors alone, as a state_dict"
            .formatted(printable(full)));
  }

  /** A name from a file, fit for a line on a terminal. */
  static String printable(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
  }

  /**
   * Returns how much it copies of what it is given: the same text or list may be given many times.
   */
  long copies(List<Pickled> arguments) {
    if (!arguments.isEmpty() && arguments.get(0) instanceof Pickled.Sequence sequence) {
      return sequence.items().size();
    }
    return !arguments.isEmpty()
            && arguments.get(0) instanceof Pickled.Plain plain
            && plain.value() instanceof String text
        ? text.length()
        : 0;
  }

  /**
   * Does what the call does.
   *
   * @throws UnusableWeightsException if it does not fit these arguments
   */
  abstract Pickled made(List<Pickled> arguments) throws UnusableWeightsException;

  /** Says that arguments do not fit. */
  UnusableWeightsException wrong() {
    return new UnusableWeightsException(
        "its pickle calls " + name().toLowerCase(Locale.ROOT) + " with other arguments");
  }

  Pickled.Sequence sequence(Pickled value) throws UnusableWeightsException {
    if (value instanceof Pickled.Sequence sequence) {
      return sequence;
    }
    throw wrong();
  }

  long whole(Pickled value) throws UnusableWeightsException {
    if (value instanceof Pickled.Plain plain && plain.value() instanceof Long number) {
      return number;
    }
    throw wrong();
  }

  long[] numbers(Pickled.Sequence sequence) throws UnusableWeightsException {
    if (sequence.items().size() > ArrayBounds.MOST_DIMENSIONS) {
      throw wrong();
    }
    long[] numbers = new long[sequence.items().size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = whole(sequence.items().get(i));
    }
    return numbers;
  }
}
