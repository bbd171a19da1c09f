package mugs.exchange;

import java.util.ArrayList;
import java.util.List;

/** The stack of the pickle machine, with marks on it: what lies below the last one is closed. */
final class PickleStack {
  private final List<Pickled> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();

  void push(Pickled value) {
    values.add(value);
  }

  void mark() {
    marks.add(values.size());
  }

  /**
   * Returns the value on top.
   *
   * @throws UnusableWeightsException if there is none above the last mark
   */
  Pickled top() throws UnusableWeightsException {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (values.size() <= floor) {
      throw damaged();
    }
    return values.get(values.size() - 1);
  }

  /**
   * Takes the value on top.
   *
   * @throws UnusableWeightsException if there is none above the last mark
   */
  Pickled pop() throws UnusableWeightsException {
    Pickled value = top();
    values.remove(values.size() - 1);
    return value;
  }

  /**
   * Takes some values from the top.
   *
   * @return them, the top one last
   * @throws UnusableWeightsException if there are not so many above the last mark
   */
  List<Pickled> pop(int count) throws UnusableWeightsException {
    List<Pickled> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(0, pop());
    }
    return taken;
  }

  /**
   * Takes the last mark and what lies above it.
   *
   * @return what lay above it, the top one last
   * @throws UnusableWeightsException if there is no mark
   */
  List<Pickled> popToMark() throws UnusableWeightsException {
    if (marks.isEmpty()) {
      throw damaged();
    }
    int mark = marks.remove(marks.size() - 1);
    List<Pickled> above = values.subList(mark, values.size());
    List<Pickled> taken = new ArrayList<>(above);
    above.clear();
    return taken;
  }

  /** Says that a pickle makes no sense. */
  static UnusableWeightsException damaged() {
    return new UnusableWeightsException("its pickle makes no sense: it is damaged");
  }
}
