package mugs.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.source.LabelLevel;
import mugs.source.StoredPicture;

/**
 * Pictures that are stored byte by byte the same.
 *
 * @param groups of two pictures and more, each by index in ascending order; not copied
 */
public record DuplicatePictures(List<int[]> groups) {

  /** Returns how many pictures are copies of an earlier one. */
  public int copies() {
    return groups.stream().mapToInt(group -> group.length - 1).sum();
  }

  /**
   * Returns in how many groups pictures have different labels at any level.
   *
   * @param levels of the source
   */
  public int differentlyLabelled(List<LabelLevel> levels) {
    return (int) groups.stream().filter(group -> labelsDiffer(group, levels)).count();
  }

  private static boolean labelsDiffer(int[] group, List<LabelLevel> levels) {
    return levels.stream()
        .anyMatch(
            level ->
                Arrays.stream(group)
                    .anyMatch(index -> level.labels()[index] != level.labels()[group[0]]));
  }

  /**
   * Hashes of pictures, 16 bytes each. Any number of threads may put in those of different
   * pictures.
   */
  static final class Hashes {
    private final long[] first;
    private final long[] second;

    Hashes(int pictures) {
      first = new long[pictures];
      second = new long[pictures];
    }

    void put(int index, StoredPicture stored) {
      ContentHash hash = ContentHash.of(stored);
      first[index] = hash.first();
      second[index] = hash.second();
    }

    /** Returns the groups of equal pictures among some of them. */
    DuplicatePictures among(BitSet pictures) {
      long[] sorted = pictures.stream().mapToLong(index -> first[index]).sorted().toArray();
      Map<ContentHash, List<Integer>> equal = new LinkedHashMap<>();
      pictures.stream()
          .filter(index -> isTwice(first[index], sorted)) // so that few are put into the map
          .forEach(
              index ->
                  equal
                      .computeIfAbsent(
                          new ContentHash(first[index], second[index]), hash -> new ArrayList<>())
                      .add(index));
      return new DuplicatePictures(
          equal.values().stream()
              .filter(group -> group.size() > 1)
              .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
              .toList());
    }

    private static boolean isTwice(long value, long[] sorted) {
      int at = Arrays.binarySearch(sorted, value);
      return (at > 0 && sorted[at - 1] == value)
          || (at + 1 < sorted.length && sorted[at + 1] == value);
    }
  }
}
