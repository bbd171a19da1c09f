package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import mugs.augment.ClassifierCrops;
import mugs.augment.ClassifierSettings;
import mugs.augment.CropPainter;
import mugs.augment.CropPlan;
import mugs.augment.StageClock;
import mugs.embed.BackboneFile;
import mugs.embed.FeatureExtractor;
import mugs.embed.SmallNetwork;
import mugs.embed.Token;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.image.RgbImage;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.PlainPictures;
import mugs.load.SkippedPictures;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentedRowsTest {
  private static final Placement FLOATS = Precision.FLOAT32.onCpu();
  private static final PlainPictures PICTURES = PlainPictures.coloured(11).withBroken(4);
  private static final int[] LABELS = IntStream.range(0, 11).map(i -> 100 + i).toArray();
  private static final int BATCH = 5;

  @TempDir private Path temporary;

  private static LabelledPictures pictures() {
    return new LabelledPictures(
        PICTURES,
        LABELS,
        new PictureReader(PICTURES, new SkippedPictures(PICTURES, 0.5)),
        crops(),
        LoaderOptions.of(BATCH, 7));
  }

  private static ClassifierCrops crops() {
    return new ClassifierCrops(ClassifierSettings.strong(3, 16, 0), 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 99})
  void rows_areTheFeaturesOfEachCrop_withTheLabelOfThePictureThatWasRead_inAnyMicroBatch(
      int microBatch) throws Exception {
    try (BackboneFile file =
            BackboneFile.open(SmallNetwork.write(temporary.resolve("w.safetensors")), FLOATS);
        Workers workers = new Workers(2, 1);
        AugmentedRows rows =
            new AugmentedRows(
                FrozenNetwork.of(file, Token.CLASS, FLOATS), microBatch, pictures(), workers);
        Scope scope = Scope.withoutGradients()) {
      assertThat(rows.width()).isEqualTo(12);
      assertThat(rows.pictures()).isEqualTo(11);
      for (int step = 2; step < 6; step++) { // two batches an epoch
        RowBatches.Batch batch = rows.next(step);
        long[] labels = Tensors.toLongs(batch.labels());
        float[] features = Tensors.toFloats(batch.rows());
        assertThat(labels).hasSize(BATCH).doesNotContain(104);
        for (int i = 0; i < BATCH; i++) {
          float[] alone = alone(file, (int) labels[i] - 100, step / 2);
          for (int j = 0; j < 12; j++) {
            assertThat(features[i * 12 + j]).isCloseTo(alone[j], within(1e-5f));
          }
        }
      }
    }
  }

  private static float[] alone(BackboneFile file, int picture, int epoch) throws IOException {
    PictureReader reader = new PictureReader(PICTURES, new SkippedPictures(PICTURES, 0.5));
    CropPlan plan = crops().plan(16, 16, epoch, picture).globals().get(0);
    RgbImage crop =
        new CropPainter(crops().shapes(), StageClock.off())
            .paint(reader.read(picture).image(), plan)
            .image();
    return new FeatureExtractor(file.network(), FLOATS).features(List.of(crop)).row(0);
  }
}
