package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mugs.augment.AreaRange;
import mugs.augment.Crop;
import mugs.augment.CropMaker;
import mugs.augment.CropSettings;
import mugs.augment.PictureCrops;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of ten pictures in batches of four an epoch has two steps, and two pictures are left over. */
@Timeout(60) // against hanging alone
class CropLoaderTest {

  private static final long SEED = 3;
  private static final int BATCH = 4;
  private static final PlainPictures TEN = PlainPictures.coloured(10);
  private static final CropSettings SETTINGS =
      new CropSettings(8, 4, 3, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 0.5, 0.5, false);

  /** A batch as Java values. */
  private record Batch(
      List<Float> teacher,
      List<Float> globals,
      List<Float> locals,
      List<Boolean> weak,
      List<Long> pictures) {

    static Batch of(CropBatch crops) {
      try (crops) {
        List<Boolean> weak = new ArrayList<>();
        for (boolean each : crops.weak()) {
          weak.add(each);
        }
        return new Batch(
            floats(crops.teacher()),
            floats(crops.globals()),
            floats(crops.locals()),
            weak,
            LongStream.of(crops.pictures()).boxed().toList());
      }
    }

    private static List<Float> floats(Tensor tensor) {
      try (Scope scope = Scope.withoutGradients()) {
        List<Float> values = new ArrayList<>();
        for (float value : Tensors.toFloats(tensor)) {
          values.add(value);
        }
        return values;
      }
    }
  }

  private static CropLoader loader(PlainPictures source, double share, CropLoader.Options options) {
    PictureReader reader = new PictureReader(source, new SkippedPictures(source, share));
    return new CropLoader(source, reader, SETTINGS, options);
  }

  private static CropLoader loader(long firstStep, int threads) {
    return loader(
        TEN, 0.01, new CropLoader.Options(BATCH, SEED, firstStep, threads, Precision.FLOAT32));
  }

  private static List<Batch> batches(long firstStep, int threads, int count) throws Exception {
    List<Batch> batches = new ArrayList<>();
    try (CropLoader loader = loader(firstStep, threads)) {
      for (int i = 0; i < count; i++) {
        batches.add(Batch.of(loader.next()));
      }
    }
    return batches;
  }

  @Test
  void batch_hasTheShapesItPromises() throws Exception {
    try (CropLoader loader = loader(0, 2);
        CropBatch crops = loader.next()) {
      assertThat(Tensors.shape(crops.teacher())).containsExactly(2, 4, 3, 8, 8);
      assertThat(Tensors.shape(crops.globals())).containsExactly(2, 4, 3, 8, 8);
      assertThat(Tensors.shape(crops.locals())).containsExactly(3, 4, 3, 4, 4);
      assertThat(crops.images()).isEqualTo(4);
      assertThat(crops.localCrops()).isEqualTo(3);
    }
  }

  @Test
  void crops_areThoseOfEachPictureInItsEpoch_normalised_inTheOrderOfTheEpoch() throws Exception {
    Batch third = batches(0, 2, 3).get(2);

    int[] order = EpochOrder.of(SEED, 1, 10);
    CropMaker maker = new CropMaker(SETTINGS, SEED);
    PictureReader reader = new PictureReader(TEN, new SkippedPictures(TEN, 0));
    for (int image = 0; image < BATCH; image++) {
      PictureCrops crops = maker.crops(reader.read(order[image]).image(), 1, order[image]);
      assertThat(third.pictures().get(image)).isEqualTo(order[image]);
      assertThat(third.weak().get(image)).isEqualTo(crops.weak());
      assertIs(third.teacher(), crops.teacher(), image);
      assertIs(third.globals(), crops.globals(), image);
      assertIs(third.locals(), crops.locals(), image);
    }
  }

  private static void assertIs(List<Float> values, List<Crop> crops, int image) {
    for (int i = 0; i < crops.size(); i++) {
      float[] planes = Normalisation.of(crops.get(i));
      int start = (i * BATCH + image) * planes.length;
      List<Float> expected = IntStream.range(0, planes.length).mapToObj(j -> planes[j]).toList();
      assertThat(values.subList(start, start + planes.length)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void batches_areTheSameBitForBit_whateverTheThreads(int threads) throws Exception {
    assertThat(batches(0, threads, 5)).isEqualTo(batches(0, 1, 5));
  }

  @Test
  void epoch_hasFullBatchesOfDifferentPictures_inANewOrder() throws Exception {
    List<Batch> batches = batches(0, 1, 4);

    List<Long> first = joined(batches.get(0), batches.get(1));
    List<Long> second = joined(batches.get(2), batches.get(3));
    assertThat(first).hasSize(8).doesNotHaveDuplicates();
    assertThat(second).hasSize(8).doesNotHaveDuplicates().isNotEqualTo(first);
  }

  private static List<Long> joined(Batch one, Batch other) {
    List<Long> pictures = new ArrayList<>(one.pictures());
    pictures.addAll(other.pictures());
    return pictures;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void laterFirstStep_goesOnAsTheWholeRunWould(int firstStep) throws Exception {
    assertThat(batches(firstStep, 1, 2))
        .isEqualTo(batches(0, 1, 5).subList(firstStep, firstStep + 2));
  }

  @Test
  void doublePrecision_holdsTheSameValues() throws Exception {
    CropLoader.Options options = new CropLoader.Options(BATCH, SEED, 0, 1, Precision.FLOAT64);
    try (CropLoader loader = loader(TEN, 0, options);
        CropBatch crops = loader.next()) {
      assertThat(crops.teacher().element_size()).isEqualTo(Double.BYTES);
      assertThat(crops.locals().element_size()).isEqualTo(Double.BYTES);
      assertThat(Batch.floats(crops.locals())).isEqualTo(batches(0, 1, 1).get(0).locals());
    }
  }

  @Test
  void failure_comesAfterTheBatchesBeforeIt_andAgainAtTheNextCall() throws Exception {
    int[] order = EpochOrder.of(SEED, 0, 10);
    PlainPictures broken = TEN.withBroken(order[BATCH]); // the first of the second batch
    CropLoader.Options options = new CropLoader.Options(BATCH, SEED, 0, 2, Precision.FLOAT32);

    try (CropLoader loader = loader(broken, 0, options)) {
      loader.next().close();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(TooManySkippedException.class)
            .hasMessageStartingWith("1 of 10 pictures of plain cannot be read");
      }
    }
  }

  @Test
  void skippedPicture_isReplaced_andTheBatchSaysByWhich() throws Exception {
    PlainPictures broken = TEN.withBroken(0);
    CropLoader.Options options = new CropLoader.Options(10, SEED, 0, 2, Precision.FLOAT32);

    try (CropLoader loader = loader(broken, 0.1, options);
        CropBatch crops = loader.next()) {
      long[] expected =
          Arrays.stream(EpochOrder.of(SEED, 0, 10)).mapToLong(i -> i == 0 ? 1 : i).toArray();
      assertThat(crops.pictures()).isEqualTo(expected);
    }
  }

  @Test
  void closing_endsTheProducer_whileItWaitsForRoom_andWhileItWorks() throws Exception {
    CropLoader waiting = loader(0, 2);
    for (int i = 0; i < 4; i++) {
      waiting.next().close();
    }
    waiting.close();
    loader(0, 2).close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("mugs-loader"));
  }

  @Test
  void closedLoader_saysSo_insteadOfWaitingForEver() throws Exception {
    CropLoader loader = loader(0, 1);
    loader.close();
    loader.close();

    assertThatThrownBy(loader::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the loader is closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11})
  void batchThatThePicturesDoNotFill_isRefused(int batch) {
    CropLoader.Options options = new CropLoader.Options(batch, SEED, 0, 1, Precision.FLOAT32);

    assertThatThrownBy(() -> loader(TEN, 0, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("10 pictures of plain do not fill a batch of " + batch);
  }
}
