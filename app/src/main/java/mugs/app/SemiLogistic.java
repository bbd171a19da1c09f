package mugs.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.evaluate.LogisticProbe;
import mugs.evaluate.PictureFeatures;
import mugs.evaluate.Preparation;
import mugs.evaluate.UnreadableRule;
import mugs.load.UnreadableShare;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;

/**
 * Logistic regression on the features of few labelled pictures, by the authors' penalties: each
 * divided by the number of pictures.
 */
final class SemiLogistic {
  /** In the middle of the authors' penalties, for labels of which none can be set apart. */
  private static final double MIDDLE_PENALTY = 0.1;

  private final Path weights;
  private final String sha256;
  private final EmbedderOptions embedding;
  private final int decodingThreads;
  private final UnreadableShare allowed;
  private final Optional<Path> cache;
  private final long seed;
  private final ProgressLine progress;
  private final StopOnSignal signals;

  /**
   * What was found of one choice of pictures.
   *
   * @param penalty that was chosen
   * @param trials of penalties on what was set apart; none if nothing was
   * @param top1 share of right answers, 0 to 1
   * @param top5 share of pictures whose class has one of the five highest scores
   * @param trainPictures that were learned from
   * @param testPictures that were tested
   * @param skippedTrain pictures to learn from that cannot be read
   * @param skippedTest pictures to be tested that cannot be read
   */
  record Found(
      double penalty,
      List<LogisticProbe.Trial> trials,
      double top1,
      double top5,
      int trainPictures,
      int testPictures,
      int skippedTrain,
      int skippedTest) {

    /** Returns the share of right answers, 0 to 1, on what was set apart; empty if nothing was. */
    Optional<Double> heldOutTop1() {
      return trials.stream()
          .filter(trial -> trial.penalty() == penalty)
          .map(LogisticProbe.Trial::top1)
          .findFirst();
    }

    /** Returns it for machines. */
    Map<String, Object> fields() {
      Map<String, Object> fields =
          FrozenCommand.row(
              "penalty", penalty,
              "top1", top1,
              "top5", top5,
              "trainPictures", trainPictures,
              "testPictures", testPictures,
              "skippedTrainPictures", skippedTrain,
              "skippedTestPictures", skippedTest);
      heldOutTop1().ifPresent(share -> fields.put("heldOutTop1", share));
      fields.put(
          "trials",
          trials.stream()
              .map(each -> FrozenCommand.row("penalty", each.penalty(), "heldOutTop1", each.top1()))
              .toList());
      return fields;
    }

    /** Returns what was told for machines. */
    static Found of(JsonNode fields) {
      List<LogisticProbe.Trial> trials = new ArrayList<>();
      for (JsonNode trial : fields.required("trials")) {
        trials.add(
            new LogisticProbe.Trial(
                trial.required("penalty").asDouble(), trial.required("heldOutTop1").asDouble()));
      }
      return new Found(
          fields.required("penalty").asDouble(),
          trials,
          fields.required("top1").asDouble(),
          fields.required("top5").asDouble(),
          fields.required("trainPictures").asInt(),
          fields.required("testPictures").asInt(),
          fields.required("skippedTrainPictures").asInt(),
          fields.required("skippedTestPictures").asInt());
    }
  }

  /**
   * What was found, and what could not be.
   *
   * @param found of each choice of pictures
   * @param unreadableTrain pictures to learn from that cannot be read, reasons by path; where there
   *     is one source, of both parts
   * @param unreadableTest the same of those to be tested
   * @param featuresFile of the pictures to learn from, where their features are kept
   */
  record Outcome(
      List<Found> found,
      Map<String, String> unreadableTrain,
      Map<String, String> unreadableTest,
      Optional<Path> featuresFile) {}

  /** Pictures that are looked at, and the indices in them of those that are named. */
  private record Shown(PictureSource source, int[] pictures) {
    int[] rows(int[] named) {
      return Arrays.stream(named).map(picture -> Arrays.binarySearch(pictures, picture)).toArray();
    }

    static Shown of(PictureSource whole, IntStream pictures) {
      int[] rising = pictures.sorted().distinct().toArray();
      return new Shown(new SubsetSource(whole, rising, whole.name()), rising);
    }
  }

  SemiLogistic(
      TuneOptions options,
      Path weights,
      String sha256,
      Optional<Path> cache,
      long seed,
      ProgressLine progress,
      StopOnSignal signals) {
    this.weights = weights;
    this.sha256 = sha256;
    this.embedding = options.network().embedding();
    this.decodingThreads = options.decodingThreads();
    this.allowed = options.unreadable();
    this.cache = cache;
    this.seed = seed;
    this.progress = progress;
    this.signals = signals;
  }

  /** Returns the settings, for machines. */
  Map<String, Object> settings() {
    return FrozenCommand.row(
        "lambdas",
        LogisticProbe.AUTHORS_PENALTIES,
        "lambdaOfOneLabelAClass",
        MIDDLE_PENALTY,
        "heldOut",
        LogisticProbe.USUAL_HELD_OUT,
        "seed",
        seed,
        "token",
        embedding.token().name(),
        "unitLength",
        true,
        "intercept",
        false,
        "precision",
        embedding.precision().name().toLowerCase(Locale.ROOT));
  }

  /**
   * Learns from each of several choices of pictures, and tests on the same. No other pictures are
   * looked at.
   *
   * @param division of all pictures
   * @param level of the labels
   * @param known indices of the pictures whose labels are known, one choice an entry
   */
  Outcome found(Division division, LabelLevel level, List<int[]> known) throws IOException {
    IntStream learned = known.stream().flatMapToInt(Arrays::stream);
    IntStream tested = IntStream.of(division.testPictures());
    boolean one = division.isOneSource();
    Shown train = Shown.of(division.train(), one ? IntStream.concat(learned, tested) : learned);
    Shown test = one ? train : Shown.of(division.test(), IntStream.of(division.testPictures()));
    try (FeatureFolder folder = FeatureFolder.choose(cache, weights);
        Embedder embedder = Embedder.load(weights, embedding)) {
      FeatureWork work = new FeatureWork(folder, decodingThreads, allowed, progress, signals);
      UnreadableRule rule = new UnreadableRule(train.source, allowed);
      known.forEach(
          pictures -> rule.and(train.rows(pictures), train.source.name() + " (to learn from)"));
      if (one) {
        rule.and(test.rows(division.testPictures()), test.source.name() + " (to be tested)");
      }
      try (PictureFeatures ofTrain = features(work, train.source, embedder, rule);
          PictureFeatures ofTest =
              one
                  ? ofTrain
                  : features(
                      work, test.source, embedder, UnreadableRule.ofAll(test.source, allowed));
          Measuring measuring = new Measuring(progress, signals)) {
        List<Found> found =
            known.stream()
                .map(
                    pictures ->
                        new Division(
                            train.source,
                            train.rows(pictures),
                            test.source,
                            test.rows(division.testPictures()),
                            division.kind()))
                .map(part -> DividedFeatures.of(part, ofTrain, ofTest))
                .map(features -> found(features, level.name(), measuring))
                .toList();
        return new Outcome(
            found,
            UnreadableList.byPath(train.source, ofTrain.unreadable()),
            UnreadableList.byPath(test.source, ofTest.unreadable()),
            folder.stays() ? Optional.of(ofTrain.file()) : Optional.empty());
      }
    }
  }

  private PictureFeatures features(
      FeatureWork work, PictureSource source, Embedder embedder, UnreadableRule rule)
      throws IOException {
    return work.features(source, embedder, sha256, Preparation.CENTRE, rule);
  }

  private Found found(DividedFeatures features, String levelName, Measuring measuring) {
    Division division = features.division();
    LabelLevel level =
        division.train().levels().stream()
            .filter(each -> each.name().equals(levelName))
            .findFirst()
            .orElseThrow();
    LabelPair labels = features.labels(level);
    int count = labels.train().length;
    boolean several = labels.known() < count; // else none can be set apart to choose by
    List<Double> penalties =
        (several ? LogisticProbe.AUTHORS_PENALTIES : List.of(MIDDLE_PENALTY))
            .stream().map(penalty -> penalty / count).toList();
    LogisticProbe.Score score =
        new LogisticProbe(penalties, LogisticProbe.USUAL_HELD_OUT, seed)
            .measure(
                features.gallery(),
                features.queries(),
                labels,
                (name, penalty, now) ->
                    measuring.at(
                        () ->
                            "penalty %s: %s".formatted(Significant.digits(penalty), now.words())));
    return new Found(
        score.penalty(),
        score.trials(),
        score.accuracy().top1(),
        score.accuracy().top5(),
        count,
        labels.test().length,
        division.trainPictures().length - count,
        division.testPictures().length - labels.test().length);
  }
}
