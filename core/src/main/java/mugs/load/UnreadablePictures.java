package mugs.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Pictures that could not be read: how many, for what kinds of reasons, and the first of them. Any
 * number of threads may add; memory stays bounded however many there are.
 */
public final class UnreadablePictures {
  private static final int MOST_LISTED = 1000;
  private static final int MOST_KINDS = 100;

  /** Numbers, and before them the phrases of a reason whose numbers are its own. */
  private static final Pattern NUMBERS =
      Pattern.compile(
          "at most [0-9]+(,[0-9]{3})*|expected [0-9]+ (to|or) [0-9]+|[0-9]+(,[0-9]{3})*");

  /** Where reasons are of too many kinds. */
  static final String OTHER = "other reasons";

  private final TreeMap<Integer, String> first = new TreeMap<>();
  private final Map<String, Integer> kinds = new TreeMap<>();
  private int count;

  UnreadablePictures() {}

  /**
   * Adds a picture.
   *
   * @param index of the picture
   * @param path of the picture, which its reason may name
   * @param reason in one line
   */
  synchronized void add(int index, String path, String reason) {
    count++;
    String kind =
        NUMBERS
            .matcher(reason.replace(path, "FILE"))
            .replaceAll(found -> Character.isDigit(found.group().charAt(0)) ? "N" : found.group());
    boolean room = kinds.containsKey(kind) || kinds.size() < MOST_KINDS;
    kinds.merge(room ? kind : OTHER, 1, Integer::sum);
    first.put(index, reason);
    if (first.size() > MOST_LISTED) {
      first.pollLastEntry();
    }
  }

  /** Returns how many there are. */
  public synchronized int count() {
    return count;
  }

  /**
   * Returns how many there are for each kind of reason, the most frequent first; a kind has {@code
   * N} in the place of numbers that differ from picture to picture and {@code FILE} in that of the
   * picture's path.
   */
  public synchronized Map<String, Integer> kinds() {
    Map<String, Integer> sorted = new LinkedHashMap<>();
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** Returns the reasons by index of the picture: of the first 1,000. */
  public synchronized Map<Integer, String> first() {
    return new LinkedHashMap<>(first);
  }
}
