package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.embed.BackboneFile;
import mugs.embed.Embedder;
import mugs.embed.SmallNetwork;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneSettings.Start;
import mugs.load.PlainPictures;
import mugs.load.TooManySkippedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FineTuneProbeTest {
  private static final int SIZE = 16;
  private static final List<String> CLASSES = List.of("dark", "light");

  @TempDir private Path temporary;

  private final Workers workers = new Workers(2, 1);
  private Path weights = Path.of("");

  @BeforeEach
  void write() throws Exception {
    weights = SmallNetwork.write(temporary.resolve("w.safetensors"));
  }

  @AfterEach
  void end() {
    workers.close();
  }

  /** Grey pictures: dark ones below 100, light ones above 150. */
  private static FineTuneProbe.Labelled pictures(int count, int first) {
    int[] values =
        IntStream.range(0, count)
            .map(i -> i % 2 == 0 ? (first + 7 * i) % 100 : 155 + (first + 7 * i) % 100)
            .toArray();
    return new FineTuneProbe.Labelled(
        PlainPictures.grey(values), IntStream.range(0, count).map(i -> i % 2).toArray());
  }

  private static FineTuneSettings settings(int epochs) {
    return new FineTuneSettings(
        Start.BACKBONE,
        epochs,
        8,
        2e-3,
        0,
        1,
        0.05,
        0.75,
        0.1,
        new MixSettings(0.8, 1, 0.5, 0.1),
        false,
        0.25,
        5);
  }

  private FineTuneProbe probe(FineTuneSettings settings, Precision precision) {
    return new FineTuneProbe(
        settings, new FineTuneProbe.Options(precision.onCpu(), workers, 3, false, 2, 1));
  }

  private ProbeFolder folder(String name) throws Exception {
    return ProbeFolder.create(temporary.resolve(name), Map.of());
  }

  private Optional<FineTuneProbe.Result> run(
      FineTuneProbe probe, ProbeFolder folder, StoppingListener listener) throws Exception {
    return probe.run(weights, pictures(40, 0), pictures(30, 3), CLASSES, SIZE, folder, listener);
  }

  /** Stops after a step, if there is one to stop after. */
  private record StoppingListener(FineTuneProbe probe, long after)
      implements FineTuneProbe.Listener {
    @Override
    public void accept(ProbeProgress progress) {
      if (progress.step() == after) {
        probe.stop();
      }
    }

    @Override
    public void checked(int done, int total) {
      assertThat(done).isLessThanOrEqualTo(total);
    }

    @Override
    public void tested(int done, int total) {
      assertThat(done).isLessThanOrEqualTo(total);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT16"})
  void network_learnsToTellDarkFromLight(Precision precision) throws Exception {
    FineTuneProbe probe = probe(settings(20), precision);
    FineTuneProbe.Result result =
        run(probe, folder("learn"), new StoppingListener(probe, -1)).orElseThrow();
    assertThat(result.top1()).isEqualTo(1);
    assertThat(result.top5()).isEqualTo(1);
    assertThat(result.testPictures()).isEqualTo(30);
    assertThat(result.steps()).isEqualTo(100);
  }

  /** Two classes are known, of the five highest; the test pictures are half of a third. */
  @Test
  void picturesOfAnUnknownClass_areNotAmongTheFiveHighestOfTwo() throws Exception {
    FineTuneProbe probe = probe(settings(1), Precision.FLOAT32);
    FineTuneProbe.Labelled test =
        new FineTuneProbe.Labelled(PlainPictures.grey(1, 2, 3, 4), new int[] {0, 2, 1, 2});
    FineTuneProbe.Result result =
        probe
            .run(
                weights,
                pictures(8, 0),
                test,
                CLASSES,
                SIZE,
                folder("unknown"),
                new StoppingListener(probe, -1))
            .orElseThrow();
    assertThat(result.top5()).isEqualTo(0.5);
  }

  @Test
  void tunedWeights_areTakenByTheEmbedder_andHoldTheHead() throws Exception {
    FineTuneProbe probe = probe(settings(2), Precision.FLOAT32);
    FineTuneProbe.Result result =
        run(probe, folder("weights"), new StoppingListener(probe, -1)).orElseThrow();
    try (Embedder embedder = Embedder.load(result.weights());
        BackboneFile file = BackboneFile.open(result.weights(), Precision.FLOAT32.onCpu());
        SafetensorsReader reader = SafetensorsReader.open(result.weights())) {
      assertThat(embedder.width()).isEqualTo(12);
      assertThat(file.settings().blocks()).isEqualTo(2);
      assertThat(reader.names()).contains("head.weight", "head.bias");
      assertThat(reader.shape("head.weight")).containsExactly(2, 12);
      assertThat(reader.metadata()).containsEntry("classes", "dark\nlight");
    }
  }

  @Test
  void tuningThatWasStopped_goesOnToTheSameBits() throws Exception {
    FineTuneProbe whole = probe(settings(4), Precision.FLOAT32);
    ProbeFolder wholeFolder = folder("whole");
    assertThat(run(whole, wholeFolder, new StoppingListener(whole, -1))).isPresent();
    FineTuneProbe first = probe(settings(4), Precision.FLOAT32);
    ProbeFolder folder = folder("stopped");
    assertThat(run(first, folder, new StoppingListener(first, 7))).isEmpty();
    FineTuneProbe second = probe(settings(4), Precision.FLOAT32);
    ProbeFolder again = ProbeFolder.resume(folder.path(), Map.of());
    assertThat(run(second, again, new StoppingListener(second, -1))).isPresent();
    assertThat(folder.weights()).hasSameBinaryContentAs(wholeFolder.weights());
  }

  /** As a signal does that comes while results are written. */
  @Test
  void probeThatIsAskedToStop_whenAllIsDone_hasItsResult() throws Exception {
    FineTuneProbe probe = probe(settings(1), Precision.FLOAT32);
    FineTuneProbe.Listener stopping =
        new FineTuneProbe.Listener() {
          @Override
          public void accept(ProbeProgress progress) {}

          @Override
          public void checked(int done, int total) {}

          @Override
          public void tested(int done, int total) {
            probe.stop();
          }
        };
    assertThat(
            probe.run(
                weights, pictures(8, 0), pictures(4, 3), CLASSES, SIZE, folder("end"), stopping))
        .isPresent();
  }

  @Test
  void probeThatIsAskedToStop_beforeItsTest_hasNone() throws Exception {
    FineTuneProbe probe = probe(settings(1), Precision.FLOAT32);
    assertThat(run(probe, folder("untested"), new StoppingListener(probe, 5))).isEmpty();
  }

  @Test
  void picturesFewerThanABatch_makeOne_atASmallerRate() throws Exception {
    FineTuneProbe probe =
        new FineTuneProbe(
            settings(1),
            new FineTuneProbe.Options(Precision.FLOAT32.onCpu(), workers, 0, true, 1, 1));
    FineTuneProbe.Result result =
        probe
            .run(
                weights,
                pictures(4, 0),
                pictures(2, 1),
                CLASSES,
                SIZE,
                folder("few"),
                new StoppingListener(probe, -1))
            .orElseThrow();
    assertThat(result.batch()).isEqualTo(4);
    assertThat(result.rate()).isEqualTo(1e-3);
  }

  @Test
  void weightsWithoutAProjector_areRefusedWhereItIsToBeTuned() throws Exception {
    FineTuneProbe probe = probe(FineTunePreset.SEMI.settings(1), Precision.FLOAT32);
    ProbeFolder folder = folder("semi");
    assertThatThrownBy(() -> run(probe, folder, new StoppingListener(probe, -1)))
        .hasMessageContaining("has no instance head to tune from");
  }

  private FineTuneProbe.Labelled four(Integer... broken) {
    return new FineTuneProbe.Labelled(
        PlainPictures.grey(1, 2, 3, 4).withBroken(broken), new int[] {0, 1, 1, 0});
  }

  /** One picture may always be unreadable; 1 % of eight or four is less than one. */
  @Test
  void picturesThatCannotBeRead_areLeftOut_andCounted_alsoWhenTheRunIsGoneOnWith()
      throws Exception {
    FineTuneProbe first = probe(settings(2), Precision.FLOAT32);
    PlainPictures train =
        PlainPictures.grey(10, 160, 20, 170, 30, 180, 40, 190, 50, 200).withBroken(3);
    FineTuneProbe.Labelled learned =
        new FineTuneProbe.Labelled(train, new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1});
    ProbeFolder folder = folder("broken");
    FineTuneProbe.Result result =
        first
            .run(weights, learned, four(1), CLASSES, SIZE, folder, new StoppingListener(first, -1))
            .orElseThrow();
    assertThat(result.testPictures()).isEqualTo(3);
    assertThat(result.skippedTest()).isEqualTo(1);
    assertThat(result.trainPictures()).isEqualTo(9);
    assertThat(result.skippedTrain()).isEqualTo(1);

    FineTuneProbe again = probe(settings(2), Precision.FLOAT32); // nothing is left to learn
    assertThat(
            again
                .run(
                    weights,
                    learned,
                    four(1),
                    CLASSES,
                    SIZE,
                    folder,
                    new StoppingListener(again, -1))
                .orElseThrow()
                .trainPictures())
        .isEqualTo(9);
  }

  @Test
  void tooManyTestPicturesThatCannotBeRead_endTheProbe_beforeAnythingIsLearned() throws Exception {
    FineTuneProbe probe = probe(settings(1), Precision.FLOAT32);
    ProbeFolder folder = folder("broken");
    assertThatThrownBy(
            () ->
                probe.run(
                    weights,
                    pictures(8, 0),
                    four(1, 2),
                    CLASSES,
                    SIZE,
                    folder,
                    new StoppingListener(probe, -1)))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessage(
            "2 of 4 pictures of plain cannot be read (50 %, at most 1 % may be): plain/1.png (it is"
                + " broken), plain/2.png (it is broken); mend or remove them");
    assertThat(folder.events()).doesNotExist();
    assertThat(folder.weights()).doesNotExist();
  }
}
