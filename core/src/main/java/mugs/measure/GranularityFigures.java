package mugs.measure;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well nearest neighbours by cosine similarity find the same picture, its local group and its
 * group: the three granularities the method is named after.
 *
 * <p>The figures of the two groupings are means over classes, so that a class of three pictures
 * counts as much as one of three hundred. A class of a single picture counts too: as no other
 * picture shares it, its share is 0, for every kind of features alike.
 *
 * @param instance share of queries whose nearest gallery picture is the one they were cut from, 0
 *     to 1; empty where the queries are the gallery pictures themselves
 * @param localGroup mean over local groups of the share of queries whose nearest other picture is
 *     of their local group, 0 to 1
 * @param group mean over groups of the share of queries whose nearest other picture is of their
 *     group, 0 to 1
 */
public record GranularityFigures(OptionalDouble instance, double localGroup, double group) {

  /**
   * Measures with crops as queries: query i is a view of gallery picture i.
   *
   * @param gallery {@code [pictures, width]}, at least two rows, of any length
   * @param queries {@code [pictures, width]}, of any length
   * @param localGroups label of each picture, {@code [pictures]}, from 0
   * @param groups label of each picture, {@code [pictures]}, from 0
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public static GranularityFigures ofCrops(
      FeatureMatrix gallery, FeatureMatrix queries, int[] localGroups, int[] groups) {
    if (gallery.rows() != queries.rows()) {
      throw new IllegalArgumentException(
          "one query a gallery picture is needed, but there are %d queries and %d pictures"
              .formatted(queries.rows(), gallery.rows()));
    }
    FeatureMatrix unitGallery = gallery.unitRows();
    FeatureMatrix unitQueries = queries.unitRows();
    Neighbours nearest = NearestNeighbours.find(unitGallery, unitQueries, 1);
    long own = IntStream.range(0, queries.rows()).filter(i -> nearest.index(i, 0) == i).count();
    return ofOthers(
        unitGallery,
        unitQueries,
        localGroups,
        groups,
        OptionalDouble.of((double) own / queries.rows()));
  }

  /**
   * Measures with the gallery pictures themselves as queries, each one's own row left out.
   *
   * @param gallery {@code [pictures, width]}, at least two rows, of any length
   * @param localGroups label of each picture, {@code [pictures]}, from 0
   * @param groups label of each picture, {@code [pictures]}, from 0
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public static GranularityFigures ofWholePictures(
      FeatureMatrix gallery, int[] localGroups, int[] groups) {
    FeatureMatrix unit = gallery.unitRows();
    return ofOthers(unit, unit, localGroups, groups, OptionalDouble.empty());
  }

  private static GranularityFigures ofOthers(
      FeatureMatrix gallery,
      FeatureMatrix queries,
      int[] localGroups,
      int[] groups,
      OptionalDouble instance) {
    Labels.check("local-group", localGroups, gallery.rows(), Integer.MAX_VALUE);
    Labels.check("group", groups, gallery.rows(), Integer.MAX_VALUE);
    int[] own = IntStream.range(0, queries.rows()).toArray();
    int[] nearest = NearestNeighbours.findOthers(gallery, queries, 1, own).indices();
    return new GranularityFigures(
        instance, meanOverClasses(nearest, localGroups), meanOverClasses(nearest, groups));
  }

  private static double meanOverClasses(int[] nearest, int[] labels) {
    int classes = Arrays.stream(labels).max().orElseThrow() + 1;
    int[] pictures = new int[classes];
    int[] right = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      pictures[labels[i]]++;
      right[labels[i]] += labels[nearest[i]] == labels[i] ? 1 : 0;
    }
    return IntStream.range(0, classes)
        .filter(type -> pictures[type] > 0)
        .mapToDouble(type -> (double) right[type] / pictures[type])
        .average()
        .orElseThrow();
  }
}
