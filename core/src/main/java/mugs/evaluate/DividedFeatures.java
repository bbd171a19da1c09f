package mugs.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import mugs.measure.FeatureRows;
import mugs.source.LabelLevel;

/**
 * Features of pictures to learn from and of pictures to be tested. Pictures that cannot be read are
 * in neither.
 *
 * @param division of the pictures
 * @param train features of the whole source to learn from
 * @param test features of the whole source to be tested; the same object where there is one
 * @param trainRows rows of the pictures to learn from, rising; not copied
 * @param testRows rows of the pictures to be tested, rising; not copied
 */
public record DividedFeatures(
    Division division, PictureFeatures train, PictureFeatures test, int[] trainRows, int[] testRows)
    implements Closeable {

  /**
   * Finds the rows of divided pictures.
   *
   * @throws IllegalArgumentException if not a single one can be read on either side
   */
  public static DividedFeatures of(Division division, PictureFeatures train, PictureFeatures test) {
    int[] trainRows = rows(train, division.trainPictures());
    int[] testRows = rows(test, division.testPictures());
    if (trainRows.length == 0 || testRows.length == 0) {
      throw new IllegalArgumentException(
          "of the pictures of %s not one can be read: mend them or give others"
              .formatted(trainRows.length == 0 ? division.train().name() : division.test().name()));
    }
    return new DividedFeatures(division, train, test, trainRows, testRows);
  }

  private static int[] rows(PictureFeatures features, int[] pictures) {
    return Arrays.stream(pictures)
        .map(picture -> Arrays.binarySearch(features.pictures(), picture))
        .filter(row -> row >= 0)
        .toArray();
  }

  /** Returns the features of the pictures to learn from. */
  public FeatureRows gallery() {
    return part(train, trainRows);
  }

  /** Returns the features of the pictures to be tested. */
  public FeatureRows queries() {
    return part(test, testRows);
  }

  private static FeatureRows part(PictureFeatures features, int[] rows) {
    return rows.length == features.rows().rows() ? features.rows() : features.rows().select(rows);
  }

  /**
   * Returns the labels of the rows of {@link #gallery} and {@link #queries}.
   *
   * @param level of the source to learn from
   * @throws IllegalArgumentException if the other source has no such level
   */
  public LabelPair labels(LabelLevel level) {
    return division.labels(level, pictures(train, trainRows), pictures(test, testRows));
  }

  private static int[] pictures(PictureFeatures features, int[] rows) {
    return Arrays.stream(rows).map(row -> features.pictures()[row]).toArray();
  }

  /**
   * Returns how many of the pictures to be tested are stored, byte by byte the same, among those to
   * learn from: their answers can be known by heart. Where one source is both, those that have a
   * copy in it.
   */
  public int shared() {
    long[] learnt = bits(train, trainRows);
    Arrays.sort(learnt);
    if (division.kind().isBoth()) {
      int alone = 0;
      for (int from = 0, to = 1; from < learnt.length; from = to++) {
        while (to < learnt.length && learnt[to] == learnt[from]) {
          to++;
        }
        alone += to - from == 1 ? 1 : 0;
      }
      return learnt.length - alone;
    }
    return (int)
        Arrays.stream(bits(test, testRows))
            .filter(bits -> Arrays.binarySearch(learnt, bits) >= 0)
            .count();
  }

  private static long[] bits(PictureFeatures features, int[] rows) {
    return Arrays.stream(rows).mapToLong(features.hashes()::bits).toArray();
  }

  @Override
  public void close() throws IOException {
    try (train) {
      if (!division.isOneSource()) {
        test.close();
      }
    }
  }
}
