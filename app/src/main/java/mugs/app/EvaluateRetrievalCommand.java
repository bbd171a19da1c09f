package mugs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.measure.Retrieval;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate retrieval}. */
@Command(
    name = "retrieval",
    description = {
      "Rank all pictures by their cosine to each one, and see how far in front those of its class"
          + " are: mean average precision, and the share of pictures with one of their class among"
          + " the k nearest (recall).",
      "",
      "Of one collection every picture is looked up among all the others; with --split or --test, the"
          + " pictures to be tested among those to learn from.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate retrieval photos/ --weights runs/photos/best",
      "  mugs evaluate retrieval --train index/ --test queries/ --weights runs/photos/best --k 1,5"
    })
final class EvaluateRetrievalCommand extends FrozenCommand {
  private static final List<Integer> USUAL_KS = List.of(1, 5, 10);

  @Mixin private QueryOptions pictures = new QueryOptions();

  @Option(
      names = "--k",
      paramLabel = "K",
      split = ",",
      description =
          "Nearest pictures for the recall, one number or several (default: those of 1,5,10 that the"
              + " pictures suffice for).")
  private List<Integer> ks = new ArrayList<>();

  @Override
  QueryOptions pictures() {
    return pictures;
  }

  @Override
  String protocol() {
    return "retrieval";
  }

  @Override
  boolean leaveOneOut() {
    return pictures.isWhole();
  }

  @Override
  String unknownClasses() {
    return "not counted";
  }

  @Override
  void check() {
    ks.forEach(k -> checkRange("--k", k, 1, Integer.MAX_VALUE));
  }

  @Override
  void check(Division division, ProgressLine progress) {
    Nearest.check(ks, gallery(division));
  }

  @Override
  Found measure(DividedFeatures features, List<LabelPair> labels, Measuring work) {
    int gallery = features.gallery().rows() - (leaveOneOut() ? 1 : 0);
    List<Integer> wanted = Nearest.fitting(ks, USUAL_KS, gallery, work);
    int queries = features.testRows().length;
    List<Retrieval> found =
        Retrieval.measure(
            work.reading(features.gallery()),
            work.reading(features.queries()),
            leaveOneOut(),
            labels.stream().map(pair -> new Retrieval.Classes(pair.train(), pair.test())).toList(),
            wanted,
            done -> work.worked("ranked", done, queries));
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of("level", "queries", "mAP"), wanted.stream().map(k -> "recall@" + k))
                .toArray(String[]::new));
    List<Map<String, Object>> results = new ArrayList<>();
    for (int level = 0; level < found.size(); level++) {
      Retrieval own = found.get(level);
      String name = labels.get(level).level();
      List<String> cells = new ArrayList<>();
      cells.add(name);
      cells.add(Integer.toString(own.queries()));
      cells.add(TextTable.percent(own.meanAveragePrecision()));
      Map<String, Object> result =
          row("level", name, "meanAveragePrecision", own.meanAveragePrecision());
      List<Map<String, Object>> recall = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        cells.add(TextTable.percent(own.recall()[i]));
        recall.add(row("k", wanted.get(i), "recall", own.recall()[i]));
      }
      result.put("recall", recall);
      result.put("queries", own.queries());
      result.put("queriesWithoutMatch", own.withoutMatch());
      results.add(result);
      table.add(cells.toArray(String[]::new));
      if (own.withoutMatch() > 0) {
        work.say(
            "At level %s %s no other of %s class: not counted"
                .formatted(
                    name,
                    Counted.having(own.withoutMatch(), "picture"),
                    own.withoutMatch() == 1 ? "its" : "their"));
      }
    }
    return new Found(row("k", wanted, "leaveOneOut", leaveOneOut()), results, table);
  }
}
