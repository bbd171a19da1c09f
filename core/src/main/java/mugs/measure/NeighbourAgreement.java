package mugs.measure;

import java.util.stream.IntStream;

/**
 * A figure for pictures without labels: do two crops of a picture lie beside the same other
 * picture? It rises as features become a matter of the picture rather than of the crop. Read it
 * beside the features' spread: features that have collapsed to a line agree without meaning.
 */
public final class NeighbourAgreement {

  private NeighbourAgreement() {}

  /**
   * Returns the share of pictures, 0 to 1, whose nearest other picture by cosine similarity is the
   * same among the first crops as among the second. Chance is 1 / (pictures - 1).
   *
   * @param first features of one crop a picture, {@code [pictures, width]}, at least two rows
   * @param second features of another crop of the same pictures, {@code [pictures, width]}
   * @throws IllegalArgumentException if the numbers of rows differ or there is only one
   */
  public static double between(FeatureMatrix first, FeatureMatrix second) {
    if (first.rows() != second.rows()) {
      throw new IllegalArgumentException(
          "two crops of the same pictures are needed, but there are %d and %d rows"
              .formatted(first.rows(), second.rows()));
    }
    int[] nearestOfFirst = nearestOthers(first);
    int[] nearestOfSecond = nearestOthers(second);
    long same =
        IntStream.range(0, first.rows())
            .filter(i -> nearestOfFirst[i] == nearestOfSecond[i])
            .count();
    return (double) same / first.rows();
  }

  private static int[] nearestOthers(FeatureMatrix features) {
    FeatureMatrix unit = features.unitRows();
    int[] own = IntStream.range(0, unit.rows()).toArray();
    return NearestNeighbours.findOthers(unit, unit, 1, own).indices();
  }
}
