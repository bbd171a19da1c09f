package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import mugs.augment.AreaRange;
import mugs.augment.CropSettings;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device's own way from pixels to floats, on the processor, against the one through Java. */
class UploadedCropsTest {
  private static final int IMAGES = 5;
  private static final PlainPictures TEN = PlainPictures.coloured(10);

  private static final CropSettings SETTINGS =
      new CropSettings(8, 4, 3, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 1, 1, false);

  private static CropSettings settings(int channels, int locals) {
    return new CropSettings(
        channels,
        SETTINGS.globalSize(),
        SETTINGS.localSize(),
        locals,
        SETTINGS.globalArea(),
        SETTINGS.localArea(),
        SETTINGS.ratio(),
        SETTINGS.flip(),
        SETTINGS.weak(),
        SETTINGS.strongProbability(),
        SETTINGS.strong(),
        0.5,
        SETTINGS.erasing(),
        SETTINGS.vanilla());
  }

  /** A batch with every level among its pixels, and the boxes that were drawn for its crops. */
  private static PixelBatch batch(CropSettings settings) throws Exception {
    PictureReader reader = new PictureReader(TEN, new SkippedPictures(TEN, 0));
    try (CropLoader loader = new CropLoader(TEN, reader, settings, LoaderOptions.of(IMAGES, 3))) {
      PixelBatch batch = loader.next();
      Random random = new Random(4);
      List.of(batch.memory().teacher(), batch.memory().globals(), batch.memory().locals())
          .forEach(view -> view.fill(random));
      return batch;
    }
  }

  private static Normalisation normalisation(int channels) {
    return channels == 1 ? Normalisation.IMAGENET.ofGrey() : Normalisation.IMAGENET;
  }

  private static long erased(PixelBatch batch) {
    return IntStream.range(0, IMAGES)
        .filter(image -> batch.globalErasing(0, image).isPresent())
        .count();
  }

  private static void assertSame(
      CropBatch found, CropBatch expected, Function<CropBatch, Tensor> part) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor own = part.apply(found);
      Tensor other = part.apply(expected);
      assertThat(own.scalar_type().intern()).isEqualTo(other.scalar_type().intern());
      assertThat(own.is_contiguous()).isTrue();
      assertThat(Tensors.shape(own)).isEqualTo(Tensors.shape(other));
      assertThat(Tensors.toDoubles(own)).isEqualTo(Tensors.toDoubles(other));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, FLOAT32, 0, 5",
    "3, FLOAT64, 0, 5",
    "1, FLOAT32, 0, 5",
    "3, FLOAT32, 0, 2",
    "3, BFLOAT16, 2, 2",
    "1, FLOAT16, 4, 1",
  })
  void floats_areTheSameBits_asThoseMadeInJava(
      int channels, Precision precision, int from, int count) throws Exception {
    Normalisation normalisation = normalisation(channels);
    try (PixelBatch pixels = batch(settings(channels, 3));
        CropBatch expected = new NormalisedCrops(pixels, normalisation, precision);
        CropBatch found = new UploadedCrops(pixels, normalisation, precision.onCpu())) {
      assertThat(erased(pixels)).isBetween(1L, IMAGES - 1L); // some have a box and some have none

      assertSame(found, expected, crops -> crops.teacher(from, count));
      assertSame(found, expected, crops -> crops.globals(from, count));
      assertSame(found, expected, crops -> crops.locals(from, count));
      assertThat(found.images()).isEqualTo(IMAGES);
      assertThat(found.localCrops()).isEqualTo(3);
      assertThat(found.weak()).isEqualTo(expected.weak());
      assertThat(found.pictures()).isEqualTo(expected.pictures());
    }
  }

  @Test
  void withoutLocalCrops_thereAreNone() throws Exception {
    try (PixelBatch pixels = batch(settings(3, 0));
        CropBatch crops =
            new UploadedCrops(pixels, Normalisation.IMAGENET, Precision.FLOAT32.onCpu());
        Scope scope = Scope.withoutGradients()) {
      assertThat(Tensors.shape(crops.locals(1, 2))).containsExactly(0, 2, 3, 4, 4);
    }
  }

  @Test
  void closing_givesTheMemoryBack_once() throws Exception {
    PictureReader reader = new PictureReader(TEN, new SkippedPictures(TEN, 0));
    try (CropLoader loader = new CropLoader(TEN, reader, SETTINGS, LoaderOptions.of(IMAGES, 3))) {
      for (int i = 0; i < 6; i++) {
        PixelBatch pixels = loader.next();
        new UploadedCrops(pixels, Normalisation.IMAGENET, Precision.FLOAT32.onCpu()).close();
        pixels.close();
      }
      assertThat(loader.reserved()).isLessThanOrEqualTo(3);
    }
  }
}
