package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mugs.embed.EmbedderOptions;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.SafetensorsWriter;
import mugs.load.PlainPictures;
import mugs.load.UnreadableShare;
import mugs.measure.FeatureMatrix;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GranularityStudyTest {

  /**
   * By hand, at 0, 10, 50 and 60 degrees: the crops of the first three are nearest to their own
   * picture, that of the last, at 10, to the second. Its own comes third: (1 + 1 + 1 + 1/4) / 4 as
   * the order from 10 is 10, 0, 50, 60.
   */
  @Test
  void figures_areThoseWorkedOutByHand() {
    FeatureMatrix pictures = FeatureMatrix.of(at(0), at(10), at(50), at(60));
    FeatureMatrix crops = FeatureMatrix.of(at(1), at(9), at(52), at(10));
    int[] good = {0, 0, 1, 1};
    int[] bad = {0, 1, 0, 1};
    List<LabelPair> levels =
        List.of(
            new LabelPair("good", List.of("a", "b"), 2, good, good),
            new LabelPair("bad", List.of("a", "b"), 2, bad, bad));

    List<FeatureReport.Row> rows =
        new FeatureReport(levels, 5, 1, (granularity, work) -> {}).measure(pictures, crops);

    assertThat(rows.stream().map(FeatureReport.Row::granularity))
        .containsExactly("instance", "good", "bad");
    FeatureReport.Row instance = rows.get(0);
    assertThat(instance.classes()).isEqualTo(4);
    assertThat(instance.knnTop1()).isEqualTo(0.75);
    assertThat(instance.recallAt1()).isEqualTo(0.75);
    assertThat(instance.meanAveragePrecision()).isCloseTo(3.25 / 4, within(1e-9));
    assertThat(instance.clusters()).isEmpty();
    // every picture's nearest is of its class; the single other one of it comes first
    assertThat(rows.get(1).knnTop1()).isEqualTo(1);
    assertThat(rows.get(1).meanAveragePrecision()).isEqualTo(1);
    assertThat(rows.get(1).clusters().orElseThrow().accuracy()).hasValue(1);
    // no picture's nearest is of its class; from 0 and 60 the one of it comes second, from 10 and
    // 50 it comes third
    assertThat(rows.get(2).knnTop1()).isZero();
    assertThat(rows.get(2).recallAt1()).isZero();
    assertThat(rows.get(2).meanAveragePrecision()).isCloseTo((2 / 2.0 + 2 / 3.0) / 4, within(1e-9));
    assertThat(rows.get(2).clusters().orElseThrow().accuracy()).hasValue(0.5);
  }

  private static float[] at(double degrees) {
    return new float[] {
      (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
    };
  }

  @TempDir Path folder;

  @Test
  void allKindsOfFeatures_areMeasuredOnTheSamePictures() throws IOException {
    NetworkDescription network =
        new NetworkDescription(
            VitSettings.of(16, 8, 16, 2, 2), List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    Path weights = folder.resolve("weights.safetensors");
    try (Parameters parameters =
        Parameters.initial(
            VisionTransformer.specs(network.vit(), ""), 3, Precision.FLOAT32.onCpu())) {
      SafetensorsWriter.write(weights, parameters.asMap(), network.metadata());
    }
    PlainPictures source =
        PlainPictures.grey(0, 5, 250, 255, 10, 245).labelled("tone", 2, 0, 0, 1, 1, 0, 1);
    List<String> asked = new ArrayList<>();
    FeatureCache cache =
        new FeatureCache(
            folder.resolve("cache"),
            2,
            new FeatureCache.Listener() {
              @Override
              public void reused(Path file, int pictures) {
                asked.add("reused");
              }

              @Override
              public void compares(Path file, int pictures) {
                asked.add("compares");
              }

              @Override
              public void goesOn(int pictures) {
                asked.add("goes on");
              }

              @Override
              public void made(Path file, int pictures) {
                assertThat(pictures).isEqualTo(6);
              }

              @Override
              public void damaged(Path file, String reason) {
                asked.add("damaged");
              }

              @Override
              public void worked(int before, int done, int total, double seconds) {
                asked.add("made");
              }
            });

    List<String> taken = new ArrayList<>();
    GranularityStudy study = study(source, weights, cache, taken::add);

    assertThat(asked).containsExactly("made", "made", "made", "made");
    assertThat(taken).hasSize(13).startsWith("1 of 12", "2 of 12").endsWith("12 of 12", "closed");
    assertThat(study.rows().keySet()).containsExactly("rawPixels", "untrained", "trained");
    assertThat(study.granularities()).containsExactly("instance", "tone");
    assertThat(study.pixelsSide()).isEqualTo(16);
    assertThat(study.pictures()).isEqualTo(6);
    // black and white are opposite once the mean picture is taken off
    Map<String, List<FeatureReport.Row>> rows = study.rows();
    assertThat(rows.values()).allSatisfy(own -> assertThat(own).hasSize(2));
    FeatureReport.Row tone = rows.values().iterator().next().get(1);
    assertThat(tone.recallAt1()).isEqualTo(1);
    assertThat(tone.meanAveragePrecision()).isEqualTo(1);
    assertThat(tone.clusters().orElseThrow().adjustedRand()).isEqualTo(1);
    PlainPictures broken = source.withBroken(1); // with the features that are kept of it
    assertThatThrownBy(() -> study(broken, weights, cache, taken::add))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot take the pixels of plain/1.png: it is broken");
    taken.clear();
    assertThatThrownBy(
            () ->
                study(
                    source,
                    weights,
                    cache,
                    word -> {
                      taken.add(word);
                      if (word.startsWith("3 ")) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasMessage("enough");
    assertThat(taken).hasSizeLessThan(12).endsWith("closed");
  }

  private static GranularityStudy study(
      PlainPictures source, Path weights, FeatureCache cache, Consumer<String> taken)
      throws IOException {
    return GranularityStudy.pictures(
            source,
            weights,
            EmbedderOptions.DEFAULT,
            new GranularityStudy.Settings(source.levels(), 3, 1),
            (pictures, embedder, sha256, preparation) ->
                cache
                    .features(
                        pictures,
                        embedder,
                        sha256,
                        preparation,
                        UnreadableRule.ofAll(pictures, UnreadableShare.USUAL))
                    .orElseThrow(),
            () ->
                new GranularityStudy.PixelListener() {
                  @Override
                  public void taken(int done, int total) {
                    taken.accept(done + " of " + total);
                  }

                  @Override
                  public void close() {
                    taken.accept("closed");
                  }
                })
        .measure(kind -> {}, (granularity, work) -> {});
  }
}
