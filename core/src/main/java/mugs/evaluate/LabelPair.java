package mugs.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.source.LabelLevel;

/**
 * One level of labels over pictures to learn from and pictures to be tested, whose classes are
 * matched by name.
 *
 * @param level its name
 * @param classes names: first those of the pictures to learn from
 * @param known how many of the classes the pictures to learn from may have
 * @param train label of each picture to learn from, below {@code known}; not copied
 * @param test label of each picture to be tested, an index into {@code classes}; not copied
 */
public record LabelPair(String level, List<String> classes, int known, int[] train, int[] test) {

  /**
   * Matches a level of two sources.
   *
   * @param level of both, or of the one to learn from
   * @param train label of each picture to learn from
   * @param tested the level of the other
   * @param test label of each picture to be tested, in that level
   */
  public static LabelPair of(LabelLevel level, int[] train, LabelLevel tested, int[] test) {
    boolean[] learnt = new boolean[level.classes().size()];
    for (int label : train) {
      learnt[label] = true;
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int label = 0; label < learnt.length; label++) {
      if (learnt[label]) {
        numbers.putIfAbsent(level.classes().get(label), numbers.size());
      }
    }
    int known = numbers.size();
    int[] of = level.classes().stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
    int[] trainLabels = Arrays.stream(train).map(label -> of[label]).toArray();
    int[] testLabels = new int[test.length];
    for (int i = 0; i < test.length; i++) {
      String name = tested.classes().get(test[i]);
      testLabels[i] = numbers.computeIfAbsent(name, unknown -> numbers.size());
    }
    return new LabelPair(
        level.name(), List.copyOf(numbers.keySet()), known, trainLabels, testLabels);
  }

  /**
   * Returns the level of another source that belongs to one: the one of the same name; where each
   * has a single level, that.
   *
   * @param level of one source
   * @param levels of that source
   * @param others levels of the other source
   */
  public static Optional<LabelLevel> counterpart(
      LabelLevel level, List<LabelLevel> levels, List<LabelLevel> others) {
    if (levels.size() == 1 && others.size() == 1) {
      return Optional.of(others.get(0));
    }
    return others.stream().filter(other -> other.name().equals(level.name())).findFirst();
  }

  /** Returns the classes of pictures to be tested that no picture to learn from has. */
  public List<String> unknown() {
    return classes.subList(known, classes.size());
  }

  /** Returns how many pictures to be tested have such a class: they can only be wrong. */
  public long unknownPictures() {
    return Arrays.stream(test).filter(label -> label >= known).count();
  }
}
