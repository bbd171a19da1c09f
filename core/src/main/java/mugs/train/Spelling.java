package mugs.train;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what someone meant to type. */
public final class Spelling {

  private Spelling() {}

  /**
   * Returns the candidate nearest to a word, or nothing where none is near: a third of the word's
   * letters may differ, at least two.
   *
   * @param word as typed; case does not count
   * @param candidates to choose from; of equally near ones the first is taken
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String nearest = "";
    int smallest = Math.max(2, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < Math.min(smallest, candidate.length())) {
        smallest = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
  }

  /**
   * Returns how many letters must be put in, left out, replaced or swapped with their neighbour to
   * make one word of another (optimal string alignment).
   *
   * @param from one word
   * @param to the other
   */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int edit = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        cost[i][j] = Math.min(edit, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
