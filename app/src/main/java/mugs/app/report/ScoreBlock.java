package mugs.app.report;

import java.util.Arrays;
import java.util.List;
import mugs.measure.GranularityFigures;

/**
 * What three kinds of features find with one kind of query.
 *
 * @param queries what was looked up
 * @param pictures number of queries, one a picture of the gallery
 * @param localGroups number of local groups
 * @param groups number of groups
 * @param rawPixels figures of the pixels themselves
 * @param untrained figures of the network before its first step
 * @param trained figures of the trained teacher
 */
public record ScoreBlock(
    Queries queries,
    int pictures,
    int localGroups,
    int groups,
    GranularityFigures rawPixels,
    GranularityFigures untrained,
    GranularityFigures trained) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are fewer than two pictures, or no class
   */
  public ScoreBlock {
    if (pictures < 2 || localGroups < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "scores need two pictures and one class or more, not %d pictures, %d local groups, %d groups"
              .formatted(pictures, localGroups, groups));
    }
  }

  /** What is looked up in the gallery of whole pictures. */
  public enum Queries {
    /** One fresh, distorted crop of each picture. */
    CROPS(
        "Fresh crops as queries",
        "Each picture is cut, flipped and recoloured at random once more, in a way not seen in"
            + " training, and this crop is looked up among the whole pictures. To find its way back,"
            + " a feature has to keep what a crop leaves intact."),
    /** The pictures themselves. */
    WHOLE(
        "Whole pictures as queries",
        "Each whole picture is looked up among all the others. This comparison favours raw pixels:"
            + " nothing was moved, cut off or recoloured, so pictures of one kind that were drawn"
            + " alike match pixel by pixel. A network that learned to look past such changes gives"
            + " some of that up.");

    private final String title;
    private final String words;

    Queries(String title, String words) {
      this.title = title;
      this.words = words;
    }

    String title() {
      return title;
    }

    String words() {
      return words;
    }
  }

  /** Returns the granularities that all three kinds of features were measured at. */
  List<Granularity> granularities() {
    return Arrays.stream(Granularity.values())
        .filter(g -> g.of(rawPixels).isPresent())
        .filter(g -> g.of(untrained).isPresent() && g.of(trained).isPresent())
        .toList();
  }

  /** Returns what picking a gallery picture at random would reach. */
  double chance(Granularity granularity) {
    return switch (granularity) {
      case INSTANCE -> 1.0 / pictures;
      case LOCAL_GROUP -> ofOthers(localGroups);
      case GROUP -> ofOthers(groups);
    };
  }

  /**
   * A class of n pictures is hit with probability (n - 1) / (pictures - 1); the mean of that over
   * the classes needs only their number.
   */
  private double ofOthers(int classes) {
    return ((double) pictures / classes - 1) / (pictures - 1);
  }
}
