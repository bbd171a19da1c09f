package mugs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.measure.ClusterScores;
import mugs.measure.FeatureRows;
import mugs.measure.KMeans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate cluster}. */
@Command(
    name = "cluster",
    description = {
      "Group the pictures of one collection by k-means on their features of unit length, without a"
          + " look at their labels, and see how well the groups agree with the classes: accuracy by"
          + " the best matching, normalised mutual information (NMI), adjusted Rand index (ARI),"
          + " Fowlkes-Mallows index (FMI).",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate cluster photos/ --weights runs/photos/best",
      "  mugs evaluate cluster photos/ --weights runs/photos/best --clusters 50 --restarts 20"
    })
final class EvaluateClusterCommand extends FrozenCommand {

  @Mixin private WholeOptions pictures = new WholeOptions();

  @Option(
      names = "--clusters",
      paramLabel = "K",
      description = "Number of groups (default: that of the classes, at each level).")
  private Optional<Integer> clusters = Optional.empty();

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Tries from other centres, of which the tightest is taken (default: ${DEFAULT-VALUE}).")
  private int restarts;

  @Override
  WholeOptions pictures() {
    return pictures;
  }

  @Override
  String protocol() {
    return "cluster";
  }

  @Override
  boolean countsCopies() {
    return false;
  }

  @Override
  void check() {
    clusters.ifPresent(k -> checkRange("--clusters", k, 2, 100_000));
    checkRange("--restarts", restarts, 1, 10_000);
  }

  @Override
  void check(Division division, ProgressLine progress) {
    int most = division.trainPictures().length;
    clusters
        .filter(k -> k > most)
        .ifPresent(
            k -> {
              throw CommandException.usage(
                  "--clusters is %d, but there are only %,d pictures to group: it takes a whole number from 2 to %d"
                      .formatted(k, most, most));
            });
    if (clusters.isEmpty()) { // else all levels cost the same
      CostlyLevels.warning(division.levels(pictures.labels()), "fewer --restarts shorten it")
          .ifPresent(progress::say);
    }
  }

  @Override
  Found measure(DividedFeatures features, List<LabelPair> labels, Measuring work) {
    FeatureRows rows = work.reading(features.gallery()).unitRows();
    TextTable table = new TextTable("level", "clusters", "accuracy", "NMI", "ARI", "FMI");
    List<Map<String, Object>> results = new ArrayList<>();
    List<String> levels = labels.stream().map(LabelPair::level).toList();
    for (LabelPair pair : labels) {
      int k = clusters.orElse(pair.known());
      String place = StudyProgress.place(levels, pair.level());
      work.say("Looking for %,d clusters: %s".formatted(k, place));
      if (Math.max(k, pair.known()) > ClusterScores.MOST_MATCHED) {
        work.say(notMatched(pair));
      }
      KMeans groups =
          KMeans.of(
              rows,
              k,
              restarts,
              seed(),
              progress -> work.at(() -> place + ": " + progress.words()));
      ClusterScores scores = ClusterScores.of(groups.clusters(), pair.train());
      table.add(
          pair.level(),
          Integer.toString(k),
          percent(scores.accuracy()),
          TextTable.percent(scores.mutualInformation()),
          TextTable.percent(scores.adjustedRand()),
          TextTable.percent(scores.fowlkesMallows()));
      Map<String, Object> result = row("level", pair.level(), "clusters", k);
      scores.accuracy().ifPresent(accuracy -> result.put("accuracy", accuracy));
      result.putAll(
          row(
              "normalisedMutualInformation", scores.mutualInformation(),
              "adjustedRand", scores.adjustedRand(),
              "fowlkesMallows", scores.fowlkesMallows(),
              "inertia", groups.inertia(),
              "iterations", groups.iterations()));
      results.add(result);
    }
    return new Found(row("restarts", restarts, "seed", seed(), "unitLength", true), results, table);
  }

  /** Says of a level that its groups are not matched with its classes. */
  static String notMatched(LabelPair level) {
    return String.format(
        Locale.ROOT,
        "At level %s no accuracy is told: the best matching is looked for among %,d classes and clusters at most",
        level.level(),
        ClusterScores.MOST_MATCHED);
  }

  /** Returns a share as it stands in a table. */
  static String percent(OptionalDouble share) {
    return share.isPresent() ? TextTable.percent(share.getAsDouble()) : "";
  }
}
