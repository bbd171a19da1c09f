package mugs.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;
import mugs.train.Spelling;

/**
 * Pictures to learn from and pictures to be tested: two sources, one source that is cut in two, one
 * source that is both, each picture left out while it is tested, or one that is measured as a
 * whole.
 *
 * @param train source of the pictures to learn from
 * @param trainPictures their indices in it, rising; not copied
 * @param test source of the pictures to be tested; the same object where there is one
 * @param testPictures their indices in it, rising; not copied
 * @param kind how they came about
 */
public record Division(
    PictureSource train, int[] trainPictures, PictureSource test, int[] testPictures, Kind kind)
    implements Closeable {

  /** How pictures to learn from and to be tested were told apart. */
  public enum Kind {
    /** Two sources were given. */
    TWO_SOURCES,
    /** One source was cut in two. */
    CUT,
    /** One source is both, each picture left out while it is tested. */
    LEAVE_ONE_OUT,
    /**
     * One source is measured as a whole: nothing is learnt from some of it and tested on others.
     */
    WHOLE;

    /** Returns whether every picture is learnt from and tested. */
    public boolean isBoth() {
      return this == LEAVE_ONE_OUT || this == WHOLE;
    }
  }

  /** Takes two sources. */
  public static Division of(PictureSource train, PictureSource test) {
    return new Division(train, all(train), test, all(test), Kind.TWO_SOURCES);
  }

  /** Takes a source that is both, each picture left out while it is tested. */
  public static Division leaveOneOut(PictureSource source) {
    return new Division(source, all(source), source, all(source), Kind.LEAVE_ONE_OUT);
  }

  /** Takes a source that is measured as a whole. */
  public static Division whole(PictureSource source) {
    return new Division(source, all(source), source, all(source), Kind.WHOLE);
  }

  /**
   * Cuts a source in two; see {@link StratifiedSplit}.
   *
   * @param source of the pictures
   * @param level whose classes keep their shares
   * @param share of the pictures to be tested, above 0 and below 1
   * @param seed of what is drawn
   * @throws IllegalArgumentException if no class has two pictures, or the share is out of range
   */
  public static Division cut(PictureSource source, LabelLevel level, double share, long seed) {
    StratifiedSplit split = StratifiedSplit.of(level.labels(), share, seed);
    if (split.apart().length == 0) {
      throw new IllegalArgumentException(
          "no class of %s has two pictures at level %s, so that none can be set apart to be tested: give others"
              .formatted(source.name(), level.name()));
    }
    return new Division(source, split.kept(), source, split.apart(), Kind.CUT);
  }

  private static int[] all(PictureSource source) {
    return IntStream.range(0, source.size()).toArray();
  }

  /** Returns whether the pictures to be tested are of the same source. */
  public boolean isOneSource() {
    return kind != Kind.TWO_SOURCES;
  }

  /** Returns the pictures to learn from as a source of their own; closing it closes nothing. */
  public PictureSource trainPart() {
    return new SubsetSource(train, trainPictures, train.name() + " (to learn from)");
  }

  /** Returns the pictures to be tested as a source of their own; closing it closes nothing. */
  public PictureSource testPart() {
    return new SubsetSource(test, testPictures, test.name() + " (to be tested)");
  }

  /**
   * Returns levels of the source to learn from, the one of fewest classes first, the finest last.
   *
   * @param wanted their names; if there are none, all that have two classes or more, but fewer than
   *     pictures
   * @throws IllegalArgumentException if there is no such level, or no two classes
   */
  public List<LabelLevel> levels(List<String> wanted) {
    return levels(train, wanted);
  }

  /** The same of any source. */
  public static List<LabelLevel> levels(PictureSource source, List<String> wanted) {
    if (source.levels().isEmpty()) {
      throw new IllegalArgumentException(
          "the pictures of %s have no labels: give a folder with a folder for each class, a manifest with a column of labels, or another labelled source"
              .formatted(source.name()));
    }
    List<LabelLevel> chosen = new ArrayList<>();
    for (String name : wanted) {
      chosen.add(
          source.levels().stream()
              .filter(level -> level.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknownLevel(source, name)));
    }
    if (wanted.isEmpty()) {
      source.levels().stream().filter(Division::isTellable).forEach(chosen::add);
    }
    List<LabelLevel> refused =
        chosen.isEmpty()
            ? source.levels()
            : chosen.stream().filter(level -> kinds(level) < 2).toList();
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          refused.stream().map(level -> reason(source, level)).collect(Collectors.joining(", and "))
              + ": give at least two classes, of several pictures each");
    }
    chosen.sort(Comparator.comparingLong(Division::kinds));
    return chosen;
  }

  private static String reason(PictureSource source, LabelLevel level) {
    return kinds(level) > 1
        ? "every picture of %s is a class of its own at level %s"
            .formatted(source.name(), level.name())
        : "all %,d pictures of %s are of one class at level %s (%s)"
            .formatted(
                source.size(), source.name(), level.name(), level.classes().get(level.labels()[0]));
  }

  /** Where each picture is a class of its own there is nothing to learn from others. */
  private static boolean isTellable(LabelLevel level) {
    return kinds(level) > 1 && kinds(level) < level.labels().length;
  }

  private static long kinds(LabelLevel level) {
    return Arrays.stream(level.labels()).distinct().count();
  }

  private static IllegalArgumentException unknownLevel(PictureSource source, String name) {
    List<String> names = source.levels().stream().map(LabelLevel::name).toList();
    return new IllegalArgumentException(
        "%s has no label level '%s'%s: it has %s"
            .formatted(
                source.name(),
                name,
                Spelling.nearest(name, names).map(n -> ", did you mean '" + n + "'?").orElse(""),
                names.stream().collect(Collectors.joining(", "))));
  }

  /**
   * Returns the labels of pictures to learn from and to be tested, classes matched by name.
   *
   * @param level of the source to learn from
   * @param trained indices of pictures to learn from in their source
   * @param tested indices of pictures to be tested in theirs
   * @throws IllegalArgumentException if the other source has no such level
   */
  public LabelPair labels(LabelLevel level, int[] trained, int[] tested) {
    LabelLevel other =
        LabelPair.counterpart(level, train.levels(), test.levels())
            .orElseThrow(
                () ->
                    test.levels().isEmpty()
                        ? new IllegalArgumentException(
                            "the pictures of %s have no labels, so that no answer can be checked: give labelled ones"
                                .formatted(test.name()))
                        : unknownLevel(test, level.name()));
    return LabelPair.of(level, of(level, trained), other, of(other, tested));
  }

  private static int[] of(LabelLevel level, int[] pictures) {
    return Arrays.stream(pictures).map(picture -> level.labels()[picture]).toArray();
  }

  @Override
  public void close() throws IOException {
    try (train) {
      if (!isOneSource()) {
        test.close();
      }
    }
  }
}
