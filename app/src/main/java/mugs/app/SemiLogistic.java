package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.engine.Engine;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.evaluate.LogisticProbe;
import mugs.evaluate.PictureFeatures;
import mugs.evaluate.Preparation;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;

/**
 * Logistic regression on the features of few labelled pictures, by the authors' penalties: each
 * divided by the number of pictures.
 */
final class SemiLogistic {
  /** In the middle of the authors' penalties, for labels of which none can be set apart. */
  private static final double MIDDLE_PENALTY = 0.1;

  private final Path weights;
  private final String sha256;
  private final int size;
  private final ProgressLine progress;
  private final StopOnSignal signals;

  SemiLogistic(Path weights, String sha256, int size, ProgressLine progress, StopOnSignal signals) {
    this.weights = weights;
    this.sha256 = sha256;
    this.size = size;
    this.progress = progress;
    this.signals = signals;
  }

  /**
   * Learns from each of several choices of pictures, and tests on the same.
   *
   * @param division of all pictures
   * @param level of the labels
   * @param known indices of the pictures whose labels are known, one choice an entry
   * @param seed of what is drawn
   * @return what was found of each choice
   */
  List<LogisticProbe.Score> scores(
      Division division, LabelLevel level, List<int[]> known, long seed) throws IOException {
    try (FeatureFolder folder = FeatureFolder.choose(Optional.empty(), weights);
        Embedder embedder = Embedder.load(weights, EmbedderOptions.DEFAULT.withSize(size))) {
      FeatureWork work = new FeatureWork(folder, Engine.processors(), progress, signals);
      try (PictureFeatures train = features(work, division.train(), embedder);
          PictureFeatures test =
              division.isOneSource() ? train : features(work, division.test(), embedder);
          Measuring measuring = new Measuring(progress, signals)) {
        return known.stream()
            .map(pictures -> score(chosen(division, pictures, train, test), level, seed, measuring))
            .toList();
      }
    }
  }

  private PictureFeatures features(FeatureWork work, PictureSource source, Embedder embedder)
      throws IOException {
    return work.features(source, embedder, sha256, Preparation.CENTRE);
  }

  private static DividedFeatures chosen(
      Division division, int[] pictures, PictureFeatures train, PictureFeatures test) {
    Division part =
        new Division(
            division.train(), pictures, division.test(), division.testPictures(), division.kind());
    return DividedFeatures.of(part, train, test);
  }

  private static LogisticProbe.Score score(
      DividedFeatures features, LabelLevel level, long seed, Measuring measuring) {
    LabelPair labels = features.labels(level);
    int count = labels.train().length;
    boolean several = labels.known() < count; // else none can be set apart to choose by
    List<Double> penalties =
        (several ? LogisticProbe.AUTHORS_PENALTIES : List.of(MIDDLE_PENALTY))
            .stream().map(penalty -> penalty / count).toList();
    return new LogisticProbe(penalties, LogisticProbe.USUAL_HELD_OUT, seed)
        .measure(
            features.gallery(),
            features.queries(),
            labels,
            (name, penalty, looks) -> measuring.checkStopped());
  }
}
