package mugs.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mugs.evaluate.Division;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which pictures are learnt from and which are tested. */
abstract class DividingOptions extends CollectionOptions {

  @Parameters(
      paramLabel = "PICTURES",
      arity = "0..*",
      description = {Subcommand.PICTURES, "Give one collection, or --train and --test."})
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

  /** Returns the share of a single source that is tested, if one was given. */
  abstract Optional<Double> split();

  /** Returns whether one collection was given, and no word on how to cut it. */
  boolean isWhole() {
    return test.isEmpty() && split().isEmpty();
  }

  @Override
  double share() {
    return split().orElse(SplitOption.USUAL);
  }

  @Override
  void check(boolean leaveOneOut) {
    super.check(leaveOneOut);
    if (!test.isEmpty() && train.isEmpty()) {
      throw CommandException.usage(
          "there is --test but no --train: give the pictures to learn from with --train");
    }
    if (pictures.isEmpty() == train.isEmpty()) {
      throw CommandException.usage(
          pictures.isEmpty()
              ? "which pictures? Give one collection, or --train and --test"
              : "there are both %s and --train: give one collection, or --train and --test"
                  .formatted(pictures.get(0)));
    }
    if (test.isEmpty() && !train.isEmpty()) {
      throw CommandException.usage(
          "there is --train but no --test: give the pictures to be tested with --test, or one"
              + " collection without --train");
    }
    if (!test.isEmpty() && (split().isPresent() || leaveOneOut)) {
      throw CommandException.usage(
          "%s cuts one collection, but there is --test: give one of both"
              .formatted(leaveOneOut ? "--leave-one-out" : "--split"));
    }
    if (split().isPresent() && leaveOneOut) {
      throw CommandException.usage(
          "--leave-one-out tests every picture, --split some: give one of both");
    }
    SplitOption.check(share());
  }

  @Override
  Division open(boolean leaveOneOut, ProgressLine progress) throws IOException {
    PictureSource source = open(test.isEmpty() ? pictures : train, progress);
    try {
      List<LabelLevel> levels = Division.levels(source, labels());
      if (leaveOneOut) {
        return Division.leaveOneOut(source);
      }
      if (!test.isEmpty()) {
        return Division.of(source, open(test, progress));
      }
      LabelLevel finest = levels.get(levels.size() - 1);
      Division cut = Division.cut(source, finest, share(), seed());
      progress.say(
          String.format(
              Locale.ROOT,
              "Testing on %,d of %,d pictures: %s of each class at level %s, drawn by seed %d",
              cut.testPictures().length,
              source.size(),
              share(),
              finest.name(),
              seed()));
      return cut;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }
}
