package mugs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.KnnProbe;
import mugs.evaluate.LabelPair;
import mugs.measure.FeatureRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate knn}. */
@Command(
    name = "knn",
    description = {
      "Classify pictures by the votes of their nearest neighbours, each weighted by"
          + " exp(cosine / temperature).",
      "",
      "Figures of different k or temperature do not compare.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate knn photos/ --weights runs/photos/best",
      "  mugs evaluate knn --train train/ --test val/ --weights runs/photos/best --k 20 --label breed",
      "  mugs evaluate knn photos/ --weights runs/photos/best --leave-one-out --authors --json"
    })
final class EvaluateKnnCommand extends FrozenCommand {
  private static final int LARGEST_K = 100_000;
  private static final double USUAL_TEMPERATURE = 0.07;

  @Mixin private MeasuringOptions pictures = new MeasuringOptions();

  @Option(
      names = "--k",
      paramLabel = "K",
      split = ",",
      description =
          "Neighbours that vote, one number or several (default: those of 10,20,100,200 that the"
              + " pictures suffice for).")
  private List<Integer> ks = new ArrayList<>();

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Temperature of the votes (default: " + USUAL_TEMPERATURE + ").")
  private Optional<Double> temperature = Optional.empty();

  @Option(
      names = "--authors",
      description =
          "The settings of Mugs' authors: k 10,15,20,30,40,50,100,200 and temperature 0.05, or 0.04"
              + " for features wider than 384.")
  private boolean authors;

  @Option(
      names = "--leave-one-out",
      description = "Classify every picture of one collection by all the others.")
  private boolean leaveOneOut;

  @Override
  MeasuringOptions pictures() {
    return pictures;
  }

  @Override
  String protocol() {
    return "knn";
  }

  @Override
  boolean leaveOneOut() {
    return leaveOneOut;
  }

  @Override
  void check() {
    ks.forEach(k -> checkRange("--k", k, 1, LARGEST_K));
    if (temperature.isPresent() && !(temperature.get() > 0 && Double.isFinite(temperature.get()))) {
      throw CommandException.usage(
          "--temperature is %s: it takes a number above 0".formatted(temperature.get()));
    }
  }

  @Override
  void check(Division division, ProgressLine progress) {
    Nearest.check(ks, gallery(division));
  }

  @Override
  Found measure(DividedFeatures features, List<LabelPair> labels, Measuring work) {
    KnnProbe probe =
        new KnnProbe(
            Nearest.fitting(
                ks,
                authors ? KnnProbe.AUTHORS_KS : KnnProbe.USUAL_KS,
                features.gallery().rows() - (leaveOneOut ? 1 : 0),
                work),
            temperature.orElseGet(
                () ->
                    authors
                        ? KnnProbe.authorsTemperature(features.gallery().width())
                        : USUAL_TEMPERATURE));
    KnnProbe.Listener listener = (done, total) -> work.worked("classified", done, total);
    FeatureRows gallery = work.reading(features.gallery());
    List<KnnProbe.Score> scores =
        leaveOneOut
            ? probe.leaveOneOut(gallery, labels, listener)
            : probe.classify(gallery, work.reading(features.queries()), labels, listener);
    TextTable table = new TextTable("level", "k", "temperature", "top-1", "top-5");
    List<Map<String, Object>> results = new ArrayList<>();
    for (KnnProbe.Score score : scores) {
      table.add(
          score.level(),
          Integer.toString(score.k()),
          String.format(Locale.ROOT, "%s", score.temperature()),
          TextTable.percent(score.top1()),
          TextTable.percent(score.top5()));
      results.add(
          row(
              "level", score.level(),
              "k", score.k(),
              "temperature", score.temperature(),
              "top1", score.top1(),
              "top5", score.top5(),
              "queriesWithoutMatch", score.withoutMatch()));
    }
    if (leaveOneOut) {
      scores.stream()
          .filter(score -> score.k() == probe.ks().get(0) && score.withoutMatch() > 0)
          .forEach(
              score ->
                  work.say(
                      "At level %s %s no other of %s class: counted as wrong"
                          .formatted(
                              score.level(),
                              Counted.having(score.withoutMatch(), "picture"),
                              score.withoutMatch() == 1 ? "its" : "their")));
    }
    return new Found(
        row("k", probe.ks(), "temperature", probe.temperature(), "leaveOneOut", leaveOneOut),
        results,
        table);
  }
}
