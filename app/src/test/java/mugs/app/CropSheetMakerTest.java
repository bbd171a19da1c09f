package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.app.report.CropSheet;
import mugs.engine.Engine;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.PixelBatch;
import mugs.load.SkippedPictures;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.Recipe;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the crops that are shown against the batches that the loader hands to training. */
class CropSheetMakerTest {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  @TempDir static Path folder;
  private static Path pictures;
  private static Path recipe;

  @BeforeAll
  static void write() throws Exception {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    recipe = TinyPictures.writeRecipe(folder);
    Engine.start();
  }

  private static PictureSource source() throws Exception {
    return PictureSources.open(List.of(pictures.toString()));
  }

  private static Recipe recipe(String... changes) {
    return Recipe.load(recipe.toString(), changes);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 3", "2, 0, 3", "0, 7, 3", "1, 7, 1"})
  void crops_areThoseOfTheTrainingsBatches(int epoch, long seed, int channels) throws Exception {
    Recipe wanted =
        recipe(
            "crops.channels=" + channels,
            "crops.local-crops=3",
            "crops.strong=0.7",
            "crops.erase=0.7",
            "run.seed=" + seed);
    try (PictureSource source = source();
        CropLoader loader =
            new CropLoader(
                source,
                new PictureReader(source, new SkippedPictures(source, 0)),
                wanted.cropSettings(),
                new LoaderOptions(24, seed, epoch, 1, 2, false));
        PixelBatch pixels = loader.next();
        CropBatch batch = pixels.normalised(wanted.normalisation(), Precision.FLOAT32.onCpu())) {
      CropSheet sheet = new CropSheetMaker(source, wanted, epoch).sheet(24);

      assertThat(sheet.rows()).hasSize(24);
      List<Boolean> locals = new ArrayList<>();
      for (int image = 0; image < 24; image++) {
        int picture = (int) batch.pictures()[image];
        CropSheet.Row row = sheet.rows().get(picture);
        assertThat(row.name()).isEqualTo(source.path(picture));
        assertShown(row.teacher(), batch.teacher(0, 24), image);
        assertShown(row.student(), batch.globals(0, 24), image);
        assertShown(row.locals(), batch.locals(0, 24), image);
        assertThat(row.teacher()).allMatch(CropSheet.Shown::weak);
        boolean weak = batch.weak()[image];
        assertThat(row.student()).allMatch(crop -> crop.weak() == weak);
        row.locals().forEach(crop -> locals.add(crop.weak()));
      }
      assertThat(locals).contains(true, false);
    }
  }

  /** Of grey crops the one channel is shown as red, green and blue. */
  private static void assertShown(List<CropSheet.Shown> shown, Tensor crops, int image) {
    try (Scope scope = Scope.withoutGradients()) {
      float[] all = Tensors.toFloats(crops);
      int channels = (int) crops.size(2);
      int plane = (int) (crops.size(3) * crops.size(4));
      for (int crop = 0; crop < shown.size(); crop++) {
        int from = (crop * 24 + image) * channels * plane;
        byte[] expected = new byte[3 * plane];
        for (int i = 0; i < expected.length; i++) {
          int channel = i % 3 % channels;
          double value = all[from + channel * plane + i / 3];
          double unit =
              channels == 1
                  ? value * luma(DEVIATION) + luma(MEAN)
                  : value * DEVIATION[channel] + MEAN[channel];
          expected[i] = (byte) Math.max(0, Math.min(255, Math.round(255 * unit)));
        }
        assertThat(shown.get(crop).pixels().pixels()).isEqualTo(expected);
      }
    }
  }

  private static double luma(double[] colour) {
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
  }

  @Test
  void vanilla_showsTheTeachersCropsTwice() throws Exception {
    try (PictureSource source = source()) {
      CropSheet sheet = new CropSheetMaker(source, recipe("crops.vanilla=true"), 0).sheet(1);

      CropSheet.Row row = sheet.rows().get(0);
      assertThat(row.student().get(0).pixels()).isSameAs(row.teacher().get(0).pixels());
      assertThat(row.student()).extracting(CropSheet.Shown::name).containsExactly("s0", "s1");
      assertThat(row.student()).allMatch(CropSheet.Shown::weak);
      assertThat(sheet.lead()).contains("vanilla");
    }
  }

  @Test
  void fewPictures_areSpreadEvenly_andNeverMoreThanThereAre() throws Exception {
    try (PictureSource source = source()) {
      CropSheetMaker maker = new CropSheetMaker(source, recipe(), 0);

      assertThat(maker.sheet(3).rows())
          .extracting(CropSheet.Row::name)
          .containsExactly(source.path(4), source.path(12), source.path(20));
      assertThat(maker.sheet(100).rows()).hasSize(24);
    }
  }
}
