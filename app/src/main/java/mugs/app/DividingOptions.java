package mugs.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mugs.evaluate.Division;
import mugs.source.LabelLevel;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which pictures are learnt from and which are tested. */
abstract class DividingOptions {
  private static final long MEGABYTE = 1_000_000;

  /** The share of a single source that is tested, unless told otherwise. */
  static final double USUAL_SHARE = 0.2;

  @Parameters(
      paramLabel = "PICTURES",
      arity = "0..*",
      description = {
        Subcommand.PICTURES,
        "One collection, of which a share of each class is tested; or give --train and --test."
      })
  private List<String> pictures = new ArrayList<>();

  @Option(
      names = "--train",
      paramLabel = "PICTURES",
      arity = "1..*",
      description = "The pictures to learn from.")
  private List<String> train = new ArrayList<>();

  @Option(
      names = "--test",
      paramLabel = "PICTURES",
      arity = "1..*",
      description = "The pictures to be tested. Classes are matched by name.")
  private List<String> test = new ArrayList<>();

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description =
          "Of one collection, the share of each class that is tested (default: "
              + USUAL_SHARE
              + ").")
  private Optional<Double> split = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--max-megabytes",
      paramLabel = "MB",
      defaultValue = "64",
      description = "A larger picture file is skipped (default: ${DEFAULT-VALUE}).")
  private int maxMegabytes;

  /** Returns the seed of all that is drawn. */
  long seed() {
    return seed;
  }

  /** Returns the names of the wanted levels; none for what the command does without. */
  abstract List<String> labels();

  /** Returns whether one collection was given, and no word on how to cut it. */
  boolean isWhole() {
    return test.isEmpty() && split.isEmpty();
  }

  /** Returns the share of a single source that is tested. */
  double share() {
    return split.orElse(USUAL_SHARE);
  }

  /** Checks what can be checked before pictures are looked for. */
  void check(boolean leaveOneOut) {
    Subcommand.checkRange("--max-megabytes", maxMegabytes, 1, 2000);
    if (pictures.isEmpty() == train.isEmpty()) {
      throw CommandException.usage(
          pictures.isEmpty()
              ? "which pictures? Give one collection, or --train and --test"
              : "there are both %s and --train: give one collection, or --train and --test"
                  .formatted(pictures.get(0)));
    }
    if (!test.isEmpty() && train.isEmpty()) {
      throw CommandException.usage("--test needs --train: give the pictures to learn from");
    }
    if (!test.isEmpty() && (split.isPresent() || leaveOneOut)) {
      throw CommandException.usage(
          "%s cuts one collection, but there is --test: give one of both"
              .formatted(leaveOneOut ? "--leave-one-out" : "--split"));
    }
    if (split.isPresent() && leaveOneOut) {
      throw CommandException.usage(
          "--leave-one-out tests every picture, --split some: give one of both");
    }
    if (!(share() > 0 && share() < 1)) {
      throw CommandException.usage(
          "--split is %s: it takes a share above 0 and below 1"
              .formatted(Significant.digits(share())));
    }
  }

  /**
   * Opens the pictures.
   *
   * @param leaveOneOut whether one source is both
   */
  Division open(boolean leaveOneOut, ProgressLine progress) throws IOException {
    PictureSource source = open(pictures.isEmpty() ? train : pictures, progress);
    try {
      List<LabelLevel> levels = Division.levels(source, labels());
      if (leaveOneOut) {
        return Division.leaveOneOut(source);
      }
      if (!test.isEmpty()) {
        return Division.of(source, open(test, progress));
      }
      LabelLevel finest = levels.get(levels.size() - 1);
      Division cut = Division.cut(source, finest, share(), seed);
      progress.say(
          String.format(
              Locale.ROOT,
              "Testing on %,d of %,d pictures: %s of each class at level %s, drawn by seed %d",
              cut.testPictures().length,
              source.size(),
              share(),
              finest.name(),
              seed));
      return cut;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private PictureSource open(List<String> paths, ProgressLine progress) throws IOException {
    progress.say("Looking for pictures in " + String.join(", ", paths));
    return PictureSources.open(
        paths,
        new OpenOptions(maxMegabytes * MEGABYTE, OpenOptions.DEFAULT.shuffleBuffer(), progress));
  }
}
