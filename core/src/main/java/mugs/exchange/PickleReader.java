package mugs.exchange;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickles of protocols 2 to 5, as far as weights need them.
 *
 * <p>A pickle is a program for a small machine with a stack and a memo (Python's {@code
 * pickletools} describes its instructions). The full machine can call anything that Python knows.
 * This one has the instructions that make numbers, texts, lists and dictionaries, and calls the
 * names of {@link KnownCall} alone. Instructions, bytes and lengths are bounded, so that no file
 * makes it large; and nothing here follows what was made, so that no nesting makes it deep.
 */
final class PickleReader {
  /** Of all instructions; a training checkpoint needs some forty for each of its tensors. */
  static final int MOST_INSTRUCTIONS = 2_000_000;

  private static final long MOST_BYTES = 64L << 20;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_KEY = 1000;
  private static final int LARGEST_NUMBER = 32;
  private static final int LATEST_PROTOCOL = 5;

  private final FileWindow in;
  private final PickleStack stack = new PickleStack();
  private final Map<Long, Pickled> memo = new HashMap<>();
  private final Map<String, Pickled.Storage> storages;
  private long done;

  private PickleReader(FileWindow in, Map<String, Pickled.Storage> storages) {
    this.in = in;
    this.storages = storages;
  }

  /** Reads one pickle without tensors; see {@link #read(FileWindow, Map)}. */
  static Pickled read(FileWindow in) throws IOException {
    return read(in, new HashMap<>());
  }

  /**
   * Reads one pickle; the window then stands behind it.
   *
   * @param in where it begins
   * @param storages is told the storages that it refers to, by key
   * @throws UnusableWeightsException if it holds anything that weights do not need, or is damaged
   */
  static Pickled read(FileWindow in, Map<String, Pickled.Storage> storages) throws IOException {
    return new PickleReader(in, storages).run();
  }

  private Pickled run() throws IOException {
    long begin = in.position();
    while (true) {
      charge(1);
      if (in.position() - begin > MOST_BYTES) {
        throw new UnusableWeightsException(
            "its pickle is longer than the %d bytes that weights need".formatted(MOST_BYTES));
      }
      int instruction = in.u8("its pickle");
      if (instruction == '.') {
        return stack.pop();
      }
      execute(instruction);
    }
  }

  /** Counts an instruction, and what it copies beside what stands in the file. */
  private void charge(long work) throws UnusableWeightsException {
    done += work;
    if (done > MOST_INSTRUCTIONS) {
      throw new UnusableWeightsException(
          "its pickle has more than the %d instructions that weights need"
              .formatted(MOST_INSTRUCTIONS));
    }
  }

  private void execute(int instruction) throws IOException {
    switch (instruction) {
      case 0x80 -> protocol(in.u8("its protocol"));
      case 0x95 -> in.number(8, "a frame"); // frames only help to read ahead
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.top());
      case 'N' -> stack.push(Pickled.NONE);
      case 0x88 -> stack.push(new Pickled.Plain(true));
      case 0x89 -> stack.push(new Pickled.Plain(false));
      case 'J' -> stack.push(new Pickled.Plain((long) (int) in.number(4, "a number")));
      case 'K' -> stack.push(new Pickled.Plain(in.number(1, "a number")));
      case 'M' -> stack.push(new Pickled.Plain(in.number(2, "a number")));
      case 0x8a -> stack.push(number(in.number(1, "a number")));
      case 0x8b -> stack.push(number(in.number(4, "a number")));
      case 'G' -> stack.push(new Pickled.Plain(in.real("a number")));
      case 'U' -> stack.push(oldText(in.number(1, "a text")));
      case 'T' -> stack.push(oldText(in.number(4, "a text")));
      case 0x8c -> stack.push(text(in.number(1, "a text")));
      case 'X' -> stack.push(text(in.number(4, "a text")));
      case 0x8d -> stack.push(text(in.number(8, "a text")));
      case 'C' -> stack.push(bytes(in.number(1, "bytes")));
      case 'B' -> stack.push(bytes(in.number(4, "bytes")));
      case 0x8e -> stack.push(bytes(in.number(8, "bytes")));
      case ')' -> stack.push(new Pickled.Sequence(List.of()));
      case 't' -> stack.push(new Pickled.Sequence(stack.popToMark()));
      case 0x85 -> stack.push(new Pickled.Sequence(stack.pop(1)));
      case 0x86 -> stack.push(new Pickled.Sequence(stack.pop(2)));
      case 0x87 -> stack.push(new Pickled.Sequence(stack.pop(3)));
      case ']', 0x8f -> stack.push(new Pickled.Sequence(new ArrayList<>()));
      case 0x91 -> stack.push(new Pickled.Sequence(stack.popToMark()));
      case 'a' -> append(List.of(stack.pop()));
      case 'e', 0x90 -> append(stack.popToMark());
      case '}' -> stack.push(new Pickled.Dictionary(new LinkedHashMap<>(), false));
      case 's' -> enter(stack.pop(2));
      case 'u' -> enter(stack.popToMark());
      case 'q' -> memo.put(in.number(1, "a memo"), stack.top());
      case 'r' -> memo.put(in.number(4, "a memo"), stack.top());
      case 0x94 -> memo.put((long) memo.size(), stack.top());
      case 'h' -> stack.push(remembered(in.number(1, "a memo")));
      case 'j' -> stack.push(remembered(in.number(4, "a memo")));
      case 'c' -> stack.push(KnownCall.named(name(), name()));
      case 0x93 -> nameFromStack();
      case 'R', 0x81 -> call();
      case 'b' -> build();
      case 'Q' -> stack.push(storage(stack.pop()));
      default ->
          throw new UnusableWeightsException(
              "its pickle holds instruction 0x%02x, which weights do not need: it is damaged or no file of weights"
                  .formatted(instruction));
    }
  }

  private static void protocol(int version) throws UnusableWeightsException {
    if (version < 2 || version > LATEST_PROTOCOL) {
      throw new UnusableWeightsException(
          "its pickle is of protocol %d; 2 to %d are read".formatted(version, LATEST_PROTOCOL));
    }
  }

  private Pickled number(long count) throws IOException {
    byte[] lowestFirst = in.bytes(count, LARGEST_NUMBER, "a number");
    if (lowestFirst.length == 0) {
      return new Pickled.Plain(0L);
    }
    byte[] highestFirst = new byte[lowestFirst.length];
    for (int i = 0; i < highestFirst.length; i++) {
      highestFirst[i] = lowestFirst[lowestFirst.length - 1 - i];
    }
    BigInteger number = new BigInteger(highestFirst);
    return new Pickled.Plain(
        number.bitLength() < Long.SIZE ? (Object) number.longValue() : (Object) number);
  }

  private Pickled text(long count) throws IOException {
    return new Pickled.Plain(in.text(count, LONGEST_TEXT, "a text"));
  }

  /** Texts of Python 2 are bytes in an encoding that the file does not tell. */
  private Pickled oldText(long count) throws IOException {
    return new Pickled.Plain(
        new String(in.bytes(count, LONGEST_TEXT, "a text"), StandardCharsets.ISO_8859_1));
  }

  private Pickled bytes(long count) throws IOException {
    return new Pickled.Plain(in.bytes(count, LONGEST_TEXT, "bytes"));
  }

  private String name() throws IOException {
    return in.line(LONGEST_NAME, "a name");
  }

  private Pickled remembered(long index) throws UnusableWeightsException {
    Pickled value = memo.get(index);
    if (value == null) {
      throw PickleStack.damaged();
    }
    return value;
  }

  private void append(List<Pickled> values) throws UnusableWeightsException {
    if (!(stack.top() instanceof Pickled.Sequence list) || !(list.items() instanceof ArrayList)) {
      throw PickleStack.damaged();
    }
    list.items().addAll(values);
  }

  private void enter(List<Pickled> keysAndValues) throws UnusableWeightsException {
    if (!(stack.top() instanceof Pickled.Dictionary dictionary) || keysAndValues.size() % 2 != 0) {
      throw PickleStack.damaged();
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dictionary.entries().put(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  /**
   * Returns what a dictionary can be asked for.
   *
   * @throws UnusableWeightsException if it is neither a text nor a whole number
   */
  static Object key(Pickled value) throws UnusableWeightsException {
    if (value instanceof Pickled.Plain plain) {
      if (plain.value() instanceof Long) {
        return plain.value();
      }
      if (plain.value() instanceof String text && text.length() <= LONGEST_KEY) {
        return text;
      }
    }
    throw new UnusableWeightsException(
        "a dictionary has a key that is neither a whole number nor a text of at most %d characters"
            .formatted(LONGEST_KEY));
  }

  private void nameFromStack() throws UnusableWeightsException {
    Pickled name = stack.pop();
    Pickled module = stack.pop();
    if (!(name instanceof Pickled.Plain n && n.value() instanceof String nameText)
        || !(module instanceof Pickled.Plain m && m.value() instanceof String moduleText)) {
      throw PickleStack.damaged();
    }
    stack.push(KnownCall.named(moduleText, nameText));
  }

  private void call() throws UnusableWeightsException {
    Pickled arguments = stack.pop();
    Pickled callee = stack.pop();
    if (!(callee instanceof Pickled.Known known)
        || !(arguments instanceof Pickled.Sequence sequence)) {
      throw PickleStack.damaged();
    }
    charge(known.call().copies(sequence.items()));
    stack.push(known.call().made(sequence.items()));
  }

  /** Gives an object its attributes: they make up a namespace, and are left out elsewhere. */
  private void build() throws UnusableWeightsException {
    Pickled attributes = stack.pop();
    if (stack.top() instanceof Pickled.NumberType) {
      checkLowestFirst(attributes);
      return;
    }
    if (!(stack.top() instanceof Pickled.Dictionary object)
        || !(attributes instanceof Pickled.Dictionary given)) {
      throw PickleStack.damaged();
    }
    if (object.namespace() && object.entries() != given.entries()) {
      charge(given.entries().size());
      object.entries().putAll(given.entries());
    }
  }

  /** NumPy tells of a type (version, order of bytes, ...); of numbers only the order matters. */
  private static void checkLowestFirst(Pickled told) throws UnusableWeightsException {
    if (told instanceof Pickled.Sequence sequence
        && sequence.items().size() > 1
        && sequence.items().get(1) instanceof Pickled.Plain order
        && ">".equals(order.value())) {
      throw new UnusableWeightsException(
          "it holds values of NumPy with the highest byte first: save it anew on a machine with the lowest first");
    }
  }

  /** A storage is told as {@code ('storage', class, key, place, count)}. */
  private Pickled storage(Pickled told) throws UnusableWeightsException {
    if (told instanceof Pickled.Sequence sequence && sequence.items().size() >= 5) {
      List<Pickled> items = sequence.items();
      if (items.size() > 5 && items.get(5) != Pickled.NONE) {
        throw new UnusableWeightsException(
            "it holds views of storages, as PyTorch before 0.4 wrote them: save it anew with a newer one");
      }
      if (items.get(0) instanceof Pickled.Plain tag
          && "storage".equals(tag.value())
          && items.get(1) instanceof Pickled.StorageClass type
          && items.get(2) instanceof Pickled.Plain key
          && key.value() instanceof String keyText
          && items.get(4) instanceof Pickled.Plain count
          && count.value() instanceof Long number
          && number >= 0
          && number <= Long.MAX_VALUE / Double.BYTES
          && keyText.length() <= LONGEST_KEY) {
        Pickled.Storage storage = new Pickled.Storage(keyText, type.type(), number);
        Pickled.Storage before = storages.putIfAbsent(keyText, storage);
        if (before == null || before.equals(storage)) {
          return storage;
        }
      }
    }
    throw new UnusableWeightsException("it refers to something that is no storage of a tensor");
  }
}
