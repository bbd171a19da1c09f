package mugs.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import mugs.app.report.GranularityPage;
import mugs.app.report.Report;
import mugs.evaluate.FeatureReport;
import mugs.evaluate.GranularityStudy;

/**
 * What the page of a study says.
 *
 * @param study that it shows
 * @param collection of which pictures were measured
 * @param size how many pictures it has
 * @param weights as they were named
 * @param known of pictures and network
 * @param token that became the features, by its name
 * @param seed of all that was drawn
 */
record GranularityWords(
    GranularityStudy study,
    String collection,
    int size,
    Path weights,
    GranularityStudy.Facts known,
    String token,
    long seed) {

  GranularityPage.Content content() {
    return new GranularityPage.Content(
        "What features know at each granularity",
        List.of(
            new Report.Fact("Weights", weights.toString()),
            new Report.Fact("Collection", collection),
            new Report.Fact(
                "Pictures",
                String.format(Locale.ROOT, "%,d", study.pictures())
                    + (study.pictures() < size ? String.format(Locale.ROOT, " of %,d", size) : "")),
            new Report.Fact(
                "Features",
                "token %s, %d wide, of %d x %d pixels"
                    .formatted(token, known.width(), known.size(), known.size())),
            new Report.Fact("Seed", Long.toString(seed)),
            new Report.Fact(
                "Raw pixels",
                "%d x %d, less the mean picture".formatted(study.pixelsSide(), study.pixelsSide())),
            new Report.Fact("Program", new MugsCommand.Version().getVersion()[0])),
        study.rows().keySet().stream().map(EvaluateGranularityCommand::words).toList(),
        List.of(
            measure(
                "nearest neighbours",
                "At the instance: how often a fresh crop's nearest picture is the one it was cut"
                    + " from. At a level of labels: how often the votes of the %d nearest other pictures, each weighted by exp(cosine / %s), give the right class."
                        .formatted(
                            FeatureReport.votersAmong(study.pictures()), FeatureReport.TEMPERATURE),
                row -> OptionalDouble.of(row.knnTop1())),
            measure(
                "whole rankings",
                "Mean average precision: all other pictures are ranked by their cosine; how far in"
                    + " front are those of the same class?",
                row -> OptionalDouble.of(row.meanAveragePrecision())),
            measure(
                "clusters",
                "k-means makes as many groups as there are classes, without a look at them: their"
                    + " normalised mutual information. Many small classes raise it, whatever the"
                    + " features: compare within a level alone.",
                row ->
                    row.clusters()
                        .map(scores -> OptionalDouble.of(scores.mutualInformation()))
                        .orElse(OptionalDouble.empty()))));
  }

  private GranularityPage.Measure measure(
      String name, String words, Function<FeatureReport.Row, OptionalDouble> share) {
    List<GranularityPage.Granularity> groups = new ArrayList<>();
    for (int i = 0; i < study.granularities().size(); i++) {
      int at = i;
      List<OptionalDouble> shares =
          study.rows().values().stream().map(rows -> share.apply(rows.get(at))).toList();
      if (shares.stream().anyMatch(OptionalDouble::isPresent)) {
        groups.add(new GranularityPage.Granularity(study.granularities().get(at), shares));
      }
    }
    return new GranularityPage.Measure(name, words, groups);
  }
}
