package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mugs.augment.AreaRange;
import mugs.augment.ClassifierCrops;
import mugs.augment.ClassifierSettings;
import mugs.augment.Crop;
import mugs.augment.CropMaker;
import mugs.augment.CropPainter;
import mugs.augment.CropPlan;
import mugs.augment.CropSettings;
import mugs.augment.Erasing;
import mugs.augment.PictureCrops;
import mugs.augment.StageClock;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.image.RgbImage;
import mugs.source.ForwardRuns;
import mugs.source.PictureSource;
import org.bytedeco.javacpp.Pointer;
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
  private static final CropSettings SETTINGS = settings(false);
  private static final LoaderOptions OPTIONS = LoaderOptions.of(BATCH, SEED);

  private static CropSettings settings(boolean vanilla) {
    return new CropSettings(
        8, 4, 3, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 0.5, 0.5, vanilla);
  }

  /** A batch as Java values. */
  private record Batch(
      List<ByteBuffer> pixels,
      List<Optional<Erasing>> erasings,
      List<Boolean> weak,
      List<Long> pictures) {

    static Batch of(PixelBatch batch) {
      try (batch) {
        List<Boolean> weak = new ArrayList<>();
        for (boolean each : batch.weak()) {
          weak.add(each);
        }
        List<Optional<Erasing>> erasings = new ArrayList<>();
        for (int image = 0; image < batch.images(); image++) {
          for (int crop = 0; crop < 2; crop++) {
            erasings.add(batch.globalErasing(crop, image));
          }
          for (int crop = 0; crop < batch.locals().size(0); crop++) {
            erasings.add(batch.localErasing(crop, image));
          }
        }
        return new Batch(
            List.of(bytes(batch.teacher()), bytes(batch.globals()), bytes(batch.locals())),
            erasings,
            weak,
            LongStream.of(batch.pictures()).boxed().toList());
      }
    }

    private static ByteBuffer bytes(Tensor tensor) {
      long[] values = Tensors.toLongs(tensor);
      byte[] bytes = new byte[values.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) values[i];
      }
      return ByteBuffer.wrap(bytes);
    }
  }

  private static CropLoader loader(
      PlainPictures source, double share, CropSettings settings, LoaderOptions options) {
    PictureReader reader = new PictureReader(source, new SkippedPictures(source, share));
    return new CropLoader(source, reader, settings, options);
  }

  private static CropLoader loader(LoaderOptions options) {
    return loader(TEN, 0.01, SETTINGS, options);
  }

  private static List<Batch> batches(LoaderOptions options, int count) throws Exception {
    List<Batch> batches = new ArrayList<>();
    try (CropLoader loader = loader(options)) {
      for (int i = 0; i < count; i++) {
        batches.add(Batch.of(loader.next()));
      }
    }
    return batches;
  }

  @Test
  void batch_hasTheShapesItPromises() throws Exception {
    try (CropLoader loader = loader(OPTIONS.on(2));
        PixelBatch pixels = loader.next();
        CropBatch crops = pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT32.onCpu())) {
      assertThat(Tensors.shape(pixels.teacher())).containsExactly(2, 4, 8, 8, 3);
      assertThat(Tensors.shape(pixels.globals())).containsExactly(2, 4, 8, 8, 3);
      assertThat(Tensors.shape(pixels.locals())).containsExactly(3, 4, 4, 4, 3);
      assertThat(Tensors.shape(crops.teacher(0, 4))).containsExactly(2, 4, 3, 8, 8);
      assertThat(Tensors.shape(crops.globals(0, 4))).containsExactly(2, 4, 3, 8, 8);
      assertThat(Tensors.shape(crops.locals(0, 4))).containsExactly(3, 4, 3, 4, 4);
      assertThat(crops.images()).isEqualTo(4);
      assertThat(crops.localCrops()).isEqualTo(3);
    }
  }

  @Test
  void oneCropForAClassifier_isDrawnOfEachPicture_withNoneForATeacher() throws Exception {
    ClassifierCrops one = new ClassifierCrops(ClassifierSettings.strong(3, 8, 0.5), SEED);
    PictureReader reader = new PictureReader(TEN, new SkippedPictures(TEN, 0));
    try (CropLoader loader = new CropLoader(TEN, reader, one, OPTIONS.on(2));
        PixelBatch pixels = loader.next();
        CropBatch crops = pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT32.onCpu())) {
      assertThat(Tensors.shape(crops.teacher(0, 4))).containsExactly(0, 4, 3, 8, 8);
      assertThat(Tensors.shape(crops.globals(0, 4))).containsExactly(1, 4, 3, 8, 8);
      assertThat(Tensors.shape(crops.locals(0, 4))[0]).isZero();
      CropPainter painter = new CropPainter(one.shapes(), StageClock.off());
      for (int image = 0; image < BATCH; image++) {
        int picture = (int) crops.pictures()[image];
        CropPlan plan = one.plan(16, 16, 0, picture).globals().get(0);
        RgbImage painted = painter.paint(reader.read(picture).image(), plan).image();
        assertIs(crops.globals(0, BATCH), List.of(new Crop(painted, plan.erasing(), true)), image);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void crops_areThoseOfEachPictureInItsEpoch_normalised_inTheOrderOfTheEpoch(boolean vanilla)
      throws Exception {
    CropSettings settings = settings(vanilla);
    try (CropLoader loader = loader(TEN, 0, settings, OPTIONS.from(2).on(2));
        PixelBatch pixels = loader.next();
        CropBatch third = pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT32.onCpu())) {
      int[] order = EpochOrder.of(SEED, 1, 10);
      CropMaker maker = new CropMaker(settings, SEED);
      PictureReader reader = new PictureReader(TEN, new SkippedPictures(TEN, 0));
      for (int image = 0; image < BATCH; image++) {
        PictureCrops crops = maker.crops(reader.read(order[image]).image(), 1, order[image]);
        assertThat(third.pictures()[image]).isEqualTo(order[image]);
        assertThat(third.weak()[image]).isEqualTo(crops.weak());
        assertIs(third.teacher(0, BATCH), crops.teacher(), image);
        assertIs(third.globals(0, BATCH), crops.globals(), image);
        assertIs(third.locals(0, BATCH), crops.locals(), image);
      }
    }
  }

  @Test
  void partOfABatch_isThatPartOfTheWhole() throws Exception {
    try (CropLoader loader = loader(OPTIONS);
        PixelBatch pixels = loader.next();
        CropBatch crops = pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT32.onCpu());
        Scope scope = Scope.withoutGradients()) {
      assertThat(Tensors.toFloats(crops.teacher(1, 2)))
          .isEqualTo(Tensors.toFloats(crops.teacher(0, 4).narrow(1, 1, 2).contiguous()));
      assertThat(Tensors.toFloats(crops.locals(3, 1)))
          .isEqualTo(Tensors.toFloats(crops.locals(0, 4).narrow(1, 3, 1).contiguous()));
    }
  }

  private static void assertIs(Tensor values, List<Crop> crops, int image) {
    float[] all = Tensors.toFloats(values);
    for (int i = 0; i < crops.size(); i++) {
      Crop crop = crops.get(i);
      float[] planes = new float[crop.image().pixels().length];
      Normalisation.IMAGENET.fill(
          crop.image().pixels(), crop.image().width(), crop.erasing(), planes);
      int start = (i * BATCH + image) * planes.length;
      assertThat(Arrays.copyOfRange(all, start, start + planes.length)).isEqualTo(planes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16})
  void batches_areTheSameBitForBit_whateverTheThreads(int threads) throws Exception {
    assertThat(batches(OPTIONS.on(threads), 5)).isEqualTo(batches(OPTIONS, 5));
  }

  @Test
  void epoch_hasFullBatchesOfDifferentPictures_inANewOrder() throws Exception {
    List<Batch> batches = batches(OPTIONS, 4);

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
    assertThat(batches(OPTIONS.from(firstStep).on(3), 2))
        .isEqualTo(batches(OPTIONS, 5).subList(firstStep, firstStep + 2));
  }

  @Test
  void doublePrecision_holdsTheSameValues() throws Exception {
    try (CropLoader loader = loader(OPTIONS);
        PixelBatch pixels = loader.next();
        CropBatch single = pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT32.onCpu());
        CropBatch crops = pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT64.onCpu())) {
      assertThat(crops.teacher(0, 4).element_size()).isEqualTo(Double.BYTES);
      assertThat(crops.locals(0, 4).element_size()).isEqualTo(Double.BYTES);
      assertThat(Tensors.toFloats(crops.locals(0, 4)))
          .isEqualTo(Tensors.toFloats(single.locals(0, 4)));
    }
  }

  @Test
  void greyCrops_haveOneChannel_andTheValuesOfGreyPictures() throws Exception {
    CropSettings grey =
        new CropSettings(
            1,
            8,
            4,
            3,
            SETTINGS.globalArea(),
            SETTINGS.localArea(),
            SETTINGS.ratio(),
            0.5,
            SETTINGS.weak(),
            0.5,
            SETTINGS.strong(),
            0.5,
            SETTINGS.erasing(),
            false);
    CropMaker maker = new CropMaker(grey, SEED);
    PictureReader reader = new PictureReader(TEN, new SkippedPictures(TEN, 0));
    try (CropLoader loader = loader(TEN, 0, grey, OPTIONS);
        PixelBatch pixels = loader.next()) {
      assertThat(Tensors.shape(pixels.teacher())).containsExactly(2, 4, 8, 8, 1);
      assertThat(Tensors.shape(pixels.locals())).containsExactly(3, 4, 4, 4, 1);
      int picture = (int) pixels.pictures()[0];
      byte[] rgb =
          maker.crops(reader.read(picture).image(), 0, picture).teacher().get(0).image().pixels();
      long[] values = Tensors.toLongs(pixels.teacher());
      for (int i = 0; i < 64; i++) {
        assertThat(rgb[3 * i]).isEqualTo((byte) values[i]);
        assertThat(rgb[3 * i + 1]).isEqualTo(rgb[3 * i]);
        assertThat(rgb[3 * i + 2]).isEqualTo(rgb[3 * i]);
      }
    }
  }

  @Test
  void failure_comesAfterTheBatchesBeforeIt_andAgainAtTheNextCall() throws Exception {
    int[] order = EpochOrder.of(SEED, 0, 10);
    PlainPictures broken = TEN.withBroken(order[BATCH]); // the first of the second batch

    try (CropLoader loader = loader(broken, 0, SETTINGS, OPTIONS.on(2))) {
      loader.next().close();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(TooManySkippedException.class)
            .hasMessageStartingWith("1 of 10 pictures of plain cannot be read");
      }
    }
  }

  @Test
  void errorInAThread_namesThePicture_ofSeveralTheFirst() throws Exception {
    int[] order = EpochOrder.of(SEED, 0, 10);
    PlainPictures failing = TEN.withFailing(order[2], order[3]);

    for (int i = 0; i < 20; i++) {
      try (CropLoader loader = loader(failing, 0, SETTINGS, OPTIONS.on(4))) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(CropFailureException.class)
            .hasMessage(
                "cannot make crops of plain/%d.png: java.lang.IllegalArgumentException: the store is gone"
                    .formatted(order[2]));
      }
    }
  }

  @Test
  void errorInAThread_whosePictureCannotEvenBeNamed_isStillTold() {
    PictureSource nameless = new Faulty(TEN.withFailing(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 0);

    try (CropLoader loader = faulty(nameless, SETTINGS)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(CropFailureException.class)
          .hasMessageMatching(
              "cannot make crops of picture [0-9] of plain:"
                  + " java.lang.IllegalArgumentException: the store is gone");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void failureToBeginABatch_comesAfterTheBatchesBeforeIt_andAgainAtTheNextCall(int epochs)
      throws Exception {
    for (int i = 0; i < 10; i++) {
      PictureSource forgetful = new Faulty(TEN, epochs); // an epoch has two batches
      try (CropLoader loader = faulty(forgetful, SETTINGS)) {
        for (int batch = 0; batch < 2 * epochs; batch++) {
          loader.next().close();
        }
        for (int again = 0; again < 2; again++) {
          assertThatThrownBy(loader::next)
              .isInstanceOf(CropFailureException.class)
              .hasMessage("cannot begin the next batch: the order is gone");
        }
      }
    }
  }

  @Test
  void memoryThatIsNotToBeHad_isTold_andNoneOfItKept() {
    CropSettings endless =
        new CropSettings(
            8, 12_000, 1, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 0.5, 0.5, false);
    long before = Pointer.totalCount();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> BatchMemory.reserve(endless.shapes(), 8, Device.CPU))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Pointer.totalCount() - before).isLessThan(10);

    try (CropLoader loader = faulty(TEN, endless)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(CropFailureException.class)
          .hasMessage(
              "cannot begin the next batch: of crops of 12000 pixels at most 1 fit in a batch,"
                  + " not 4: take a smaller optimiser.batch");
      assertThat(loader.reserved()).isZero();
    }
  }

  private static CropLoader faulty(PictureSource source, CropSettings settings) {
    PictureReader reader = new PictureReader(source, new SkippedPictures(source, 0));
    return new CropLoader(source, reader, settings, OPTIONS.on(2));
  }

  /** Pictures of one archive that is read from front to back. */
  private static final class Forward extends PicturesBehind {
    Forward(PictureSource pictures) {
      super(pictures);
    }

    @Override
    public ForwardRuns forwardRuns() {
      return new ForwardRuns(List.of(new ForwardRuns.Run(0, size())), 3);
    }
  }

  /** A source that has no names, and no order either after some epochs. */
  private static final class Faulty extends PicturesBehind {
    private final AtomicInteger epochs;
    private final boolean named;

    /** With 0 epochs the names alone are missing; the order is asked for twice before the first. */
    Faulty(PictureSource pictures, int epochs) {
      super(pictures);
      this.epochs = new AtomicInteger(epochs > 0 ? epochs + 2 : Integer.MAX_VALUE);
      this.named = epochs > 0;
    }

    @Override
    public String path(int index) {
      if (!named) {
        throw new IllegalStateException("the names are gone");
      }
      return super.path(index);
    }

    @Override
    public ForwardRuns forwardRuns() {
      if (epochs.getAndDecrement() <= 0) {
        throw new OutOfOrder();
      }
      return ForwardRuns.NONE;
    }
  }

  private static final class OutOfOrder extends Error {
    private static final long serialVersionUID = 1L;

    OutOfOrder() {
      super("the order is gone");
    }
  }

  @Test
  void skippedPicture_isReplaced_andTheBatchSaysByWhich() throws Exception {
    PlainPictures broken = TEN.withBroken(0);
    LoaderOptions whole = LoaderOptions.of(10, SEED).on(2);

    try (CropLoader loader = loader(broken, 0.1, SETTINGS, whole);
        PixelBatch crops = loader.next()) {
      long[] expected =
          Arrays.stream(EpochOrder.of(SEED, 0, 10)).mapToLong(i -> i == 0 ? 1 : i).toArray();
      assertThat(crops.pictures()).isEqualTo(expected);
    }
  }

  @Test
  void closing_endsTheThreads_whileTheyWaitForRoom_andWhileTheyWork_andAfterAFailure()
      throws Exception {
    CropLoader waiting = loader(OPTIONS.on(2));
    for (int i = 0; i < 4; i++) {
      waiting.next().close();
    }
    waiting.close();
    loader(OPTIONS.on(2)).close();
    CropLoader failed = loader(TEN.withFailing(0, 1, 2, 3, 4, 5, 6, 7), 0, SETTINGS, OPTIONS);
    assertThatThrownBy(failed::next).isInstanceOf(CropFailureException.class);
    failed.close();

    for (CropLoader each : List.of(waiting, failed)) {
      assertThat(each.reserved()).isZero();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("mugs-loader"));
  }

  @Test
  void closing_whenInterrupted_stillEndsTheThreads_andLeavesTheInterrupt() throws Exception {
    CropLoader loader = loader(OPTIONS.on(2));
    loader.next().close();
    Thread.currentThread().interrupt();
    loader.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(loader.reserved()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("mugs-loader"));
  }

  @Test
  void waitingForABatch_isEndedByAnInterrupt() {
    int[] order = EpochOrder.of(SEED, 0, 10);
    PlainPictures stuck = TEN.withStuck(order[0]);
    try (CropLoader loader = loader(stuck, 0, SETTINGS, OPTIONS.on(2))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(loader::next).isInstanceOf(InterruptedException.class);
      stuck.goOn();
    }
  }

  @Test
  void memory_isUsedAgain_howeverManyBatchesThereAre() throws Exception {
    CropSettings tiny =
        new CropSettings(2, 1, 1, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 0.5, 0.5, false);
    LoaderOptions options = new LoaderOptions(2, SEED, 0, 2, 3, false);
    try (CropLoader loader = loader(TEN, 0, tiny, options)) {
      long objects = 0;
      long bytes = 0;
      for (int i = 0; i < 10_000; i++) {
        try (PixelBatch pixels = loader.next();
            Scope scope = Scope.withoutGradients()) {
          if (i % 10 == 0) {
            pixels.normalised(Normalisation.IMAGENET, Precision.FLOAT32.onCpu()).globals(0, 2);
          }
        }
        if (i == 100) {
          objects = Pointer.totalCount();
          bytes = Pointer.totalBytes();
        }
      }
      // three ahead and the one in use
      assertThat(loader.reserved()).isLessThanOrEqualTo(4);
      // what two threads hold for a moment comes and goes
      assertThat(Pointer.totalCount() - objects).isLessThan(100);
      assertThat(Pointer.totalBytes() - bytes).isLessThan(100_000);
    }
  }

  @Test
  void parts_haveNoPictureInCommon_andEachGivesItsOwnAlone_inEveryEpoch() throws Exception {
    for (PictureSource source : List.of(TEN, new Forward(TEN))) {
      List<List<Long>> parts = new ArrayList<>();
      for (int index = 0; index < 2; index++) {
        LoaderOptions options = LoaderOptions.of(2, SEED).on(2).of(new EpochPart(index, 2));
        PictureReader reader = new PictureReader(source, new SkippedPictures(source, 0));
        List<Long> given = new ArrayList<>();
        try (CropLoader loader = new CropLoader(source, reader, SETTINGS, options)) {
          for (int step = 0; step < 4; step++) { // five pictures a part: two steps an epoch
            given.addAll(Batch.of(loader.next()).pictures());
          }
        }
        for (int epoch = 0; epoch < 2; epoch++) {
          List<Long> own =
              IntStream.of(EpochOrder.of(SEED, epoch, source, new EpochPart(index, 2)))
                  .asLongStream()
                  .boxed()
                  .toList();
          assertThat(own).hasSize(5);
          assertThat(given.subList(4 * epoch, 4 * epoch + 4)).isEqualTo(own.subList(0, 4));
        }
        parts.add(given);
      }
      for (int epoch = 0; epoch < 2; epoch++) {
        assertThat(parts.get(0).subList(4 * epoch, 4 * epoch + 4))
            .doesNotContainAnyElementsOf(parts.get(1).subList(4 * epoch, 4 * epoch + 4));
      }
    }
  }

  @Test
  void partThatDoesNotFillABatch_isRefused() {
    assertThatThrownBy(() -> loader(LoaderOptions.of(BATCH, SEED).of(new EpochPart(1, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 pictures of plain do not fill a batch of 4");
  }

  @Test
  void batchesLeftOpen_keepTheirPixels_andAreFreedWhenClosedAfterTheLoader() throws Exception {
    CropLoader loader = loader(OPTIONS);
    List<PixelBatch> open = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      open.add(loader.next());
    }
    loader.close();
    assertThat(loader.reserved()).isEqualTo(6);
    List<Batch> kept = open.stream().map(Batch::of).toList();
    open.forEach(PixelBatch::close); // again

    assertThat(kept).isEqualTo(batches(OPTIONS, 6));
    assertThat(loader.reserved()).isZero();
  }

  @Test
  void closedLoader_saysSo_insteadOfWaitingForEver() throws Exception {
    CropLoader loader = loader(OPTIONS);
    loader.close();
    loader.close();

    assertThatThrownBy(loader::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the loader is closed");
  }

  @Test
  void eachPicture_isReadOnceAStep() throws Exception {
    PlainPictures counted = PlainPictures.coloured(10);
    try (CropLoader loader =
        loader(counted, 0, SETTINGS, new LoaderOptions(10, SEED, 0, 3, 1, false))) {
      loader.next().close();
      loader.next().close();
    }
    // two batches taken and perhaps the third begun
    assertThat(IntStream.range(0, 10).map(counted::timesAsked)).allMatch(n -> n == 2 || n == 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11})
  void batchThatThePicturesDoNotFill_isRefused(int batch) {
    assertThatThrownBy(() -> loader(LoaderOptions.of(batch, SEED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("10 pictures of plain do not fill a batch of " + batch);
  }

  @Test
  void impossibleOptions_andBatchesTooLargeForABuffer_areRefused() {
    assertThatThrownBy(() -> loader(OPTIONS.on(0)))
        .hasMessage("a loader needs at least 1 thread and 1 batch ahead, not 0 and 2");
    assertThatThrownBy(() -> new ViewPixels(2, 4000, 224, 3, Device.CPU))
        .hasMessage(
            "of crops of 224 pixels at most 3566 fit in a batch, not 4000: take a smaller"
                + " optimiser.batch");
  }
}
