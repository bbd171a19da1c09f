package mugs.app;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.source.PictureSource;

/**
 * The pictures of an evaluation for machines: how they were divided, where they come from, how many
 * there are and which classes they have.
 */
final class MeasuredPictures {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /**
   * Begins with how one source was cut, or two were given.
   *
   * @param share of each class that is tested, where one source was cut
   * @param seed by which they were drawn
   */
  MeasuredPictures(Division division, double share, long seed) {
    Map<String, Object> how = new LinkedHashMap<>();
    how.put(
        "kind",
        switch (division.kind()) {
          case TWO_SOURCES -> "two-sources";
          case CUT -> "split";
          case LEAVE_ONE_OUT -> "leave-one-out";
          case WHOLE -> "whole";
        });
    if (division.kind() == Division.Kind.CUT) {
      how.put("share", share);
      how.put("seed", seed);
    }
    fields.put("division", how);
  }

  /** Adds pictures whose features are learnt from and tested. */
  MeasuredPictures of(DividedFeatures features, List<LabelPair> labels) {
    Division division = features.division();
    return of(
        part(division.train(), features.trainRows().length, features.train().unreadable().size()),
        part(division.test(), features.testRows().length, features.test().unreadable().size()),
        features.shared(),
        labels);
  }

  /**
   * Adds both parts.
   *
   * @param train as {@link #part} gives it
   * @param test as {@link #part} gives it
   * @param shared pictures that are in both
   * @param labels of both, by level
   */
  MeasuredPictures of(
      Map<String, Object> train, Map<String, Object> test, int shared, List<LabelPair> labels) {
    fields.put("train", train);
    fields.put("test", test);
    fields.put("sharedPictures", shared);
    Map<String, Object> levels = new LinkedHashMap<>();
    for (LabelPair pair : labels) {
      levels.put(
          pair.level(),
          FrozenCommand.row(
              "classes", pair.known(),
              "unknownTestClasses", pair.unknown(),
              "unknownTestPictures", pair.unknownPictures()));
    }
    fields.put("labels", levels);
    return this;
  }

  /**
   * Returns a part.
   *
   * @param source of its pictures
   * @param used how many of them there are
   * @param skipped pictures of the source that cannot be read
   */
  static Map<String, Object> part(PictureSource source, int used, int skipped) {
    Map<String, Object> part = part(source, used);
    part.put("skippedInSource", skipped);
    return part;
  }

  /**
   * Returns what decides on figures and the fingerprints of the sources do not tell: which pictures
   * are tested, and how large a file may be to be read.
   */
  static Map<String, Object> decisive(Division division) {
    return FrozenCommand.row(
        "tested", hash(division.testPictures()),
        "mostBytes", List.of(division.train().mostBytes(), division.test().mostBytes()));
  }

  /** Returns a hash of indices. */
  static String hash(int[] pictures) {
    return Integer.toHexString(Arrays.hashCode(pictures));
  }

  /** Returns a part, before it is known what of it cannot be read. */
  static Map<String, Object> part(PictureSource source, int used) {
    return FrozenCommand.row(
        "source", source.name(), "fingerprint", source.fingerprint(), "pictures", used);
  }

  /** Returns all of it. */
  Map<String, Object> asMap() {
    return new LinkedHashMap<>(fields);
  }
}
