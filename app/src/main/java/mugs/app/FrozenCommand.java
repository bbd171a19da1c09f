package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.embed.Embedder;
import mugs.embed.WeightsFile;
import mugs.engine.Sha256;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import picocli.CommandLine.Mixin;

/**
 * What evaluations have in common that learn from the features of some pictures and test others.
 */
abstract class FrozenCommand extends Subcommand {
  @Mixin private FrozenOptions frozenOptions = new FrozenOptions();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  /**
   * What a protocol found.
   *
   * @param settings of the protocol, for machines
   * @param results one an entry of the table, for machines
   * @param table for people
   */
  record Found(Map<String, Object> settings, List<Map<String, Object>> results, TextTable table) {}

  /** Returns what the protocol is called. */
  abstract String protocol();

  /** Returns the options that say which pictures are measured. */
  abstract CollectionOptions pictures();

  /** Checks the protocol's own options. */
  abstract void check();

  /** Returns whether one source is learnt from and tested, each picture left out in its turn. */
  boolean leaveOneOut() {
    return false;
  }

  /**
   * Measures.
   *
   * @param features of the pictures
   * @param labels of their rows, by level
   * @param work says how far it is, and stops it
   */
  abstract Found measure(DividedFeatures features, List<LabelPair> labels, Measuring work)
      throws IOException;

  /** Returns whether pictures that are stored twice make figures too good. */
  boolean countsCopies() {
    return true;
  }

  /** Returns what becomes of pictures whose class is not learnt, in words. */
  String unknownClasses() {
    return DivisionWarnings.COUNTED_AS_WRONG;
  }

  /**
   * Checks what needs the pictures, before anything is computed.
   *
   * @param progress is told what will take long
   */
  void check(Division division, ProgressLine progress) {}

  /** Returns how many pictures there are that neighbours of one can be found among. */
  final int gallery(Division division) {
    return division.trainPictures().length - (leaveOneOut() ? 1 : 0);
  }

  /** Returns the seed of all that is drawn. */
  final long seed() {
    return pictures().seed();
  }

  @Override
  public final Integer call() throws IOException {
    CollectionOptions pictures = pictures();
    pictures.check(leaveOneOut());
    frozenOptions.check();
    resultOptions.check();
    check();
    try (ProgressLine progress = progress()) {
      Path weights = WeightsFile.find(frozenOptions.weights());
      try (StopOnSignal.Work beginning = beginning(FeatureWork.NOT_MADE);
          Division division = pictures.open(leaveOneOut(), progress);
          FeatureFolder folder = FeatureFolder.choose(frozenOptions.cache(), weights);
          Embedder embedder = Embedder.load(weights, frozenOptions.embedderOptions())) {
        division
            .levels(pictures.labels())
            .forEach(level -> division.labels(level, new int[0], new int[0]));
        check(division, progress);
        String sha256 = Sha256.of(weights);
        FeatureWork work =
            new FeatureWork(
                folder,
                frozenOptions.decodingThreads(),
                frozenOptions.unreadable(),
                progress,
                signals());
        beginning.close();
        try (DividedFeatures features = work.features(division, embedder, sha256)) {
          List<LabelPair> labels = labels(features);
          UnreadableList unreadable = new UnreadableList();
          unreadable.add(features);
          unreadable.warn(err());
          new DivisionWarnings(err())
              .ofFeatures(features, labels, countsCopies(), unknownClasses());
          Found found;
          try (Measuring measuring = new Measuring(progress, signals())) {
            found = measure(features, labels, measuring);
          }
          EvaluationRecord record =
              new EvaluationRecord(protocol(), found.settings, found.results)
                  .weights(frozenOptions.weights(), sha256, embedder)
                  .limits(pictures.maxMegabytes(), frozenOptions.unreadable())
                  .pictures(
                      new MeasuredPictures(division, pictures.share(), pictures.seed())
                          .of(features, labels))
                  .unreadable(unreadable)
                  .features(features.train().file(), folder.stays());
          progress.close();
          resultOptions.give(out(), record.asMap(), found.table);
        }
      }
    }
    return ExitCode.GOOD;
  }

  private List<LabelPair> labels(DividedFeatures features) {
    List<LabelPair> labels = new ArrayList<>();
    features.division().levels(pictures().labels()).stream()
        .map(features::labels)
        .forEach(labels::add);
    return labels;
  }

  /** Returns a row of results. */
  static Map<String, Object> row(Object... keysAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      row.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return row;
  }
}
