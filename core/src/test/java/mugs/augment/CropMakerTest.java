package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropMakerTest {

  private static final RgbImage PICTURE = Pictures.colourful(40, 30);

  @ParameterizedTest
  @CsvSource({"0, 32, 16", "1, 7, 5", "10, 16, 40", "3, 1, 1"})
  void crops_whenTaken_haveTheAskedNumberAndSizes(int locals, int globalSize, int localSize) {
    CropMaker maker = new CropMaker(settings(globalSize, localSize, locals, 0.5, false), 1);
    for (int picture = 0; picture < 10; picture++) {
      PictureCrops crops = maker.crops(PICTURE, 0, picture);
      assertThat(crops.teacher()).hasSize(2).allMatch(c -> hasSize(c, globalSize));
      assertThat(crops.globals()).hasSize(2).allMatch(c -> hasSize(c, globalSize));
      assertThat(crops.locals()).hasSize(locals).allMatch(c -> hasSize(c, localSize));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 500", "500, 1", "2, 3"})
  void crops_ofTinyAndNarrowPictures_areTaken(int width, int height) {
    CropMaker maker = new CropMaker(settings(12, 6, 4, 0.5, false), 1);
    RgbImage picture = Pictures.colourful(width, height);
    for (int i = 0; i < 50; i++) {
      PictureCrops crops = maker.crops(picture, 0, i);
      assertThat(crops.globals()).hasSize(2).allMatch(c -> hasSize(c, 12));
      assertThat(crops.locals()).hasSize(4).allMatch(c -> hasSize(c, 6));
    }
  }

  @Test
  void crops_inAnyOrderAndOnAnyThread_areTheSame() throws Exception {
    CropSettings settings = settings(16, 8, 4, 0.5, false);
    List<PictureCrops> inOrder = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      inOrder.add(new CropMaker(settings, 5).crops(PICTURE, 3, i));
    }
    CropMaker shared = new CropMaker(settings, 5);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<PictureCrops>> backwards = new ArrayList<>();
      for (int i = 63; i >= 0; i--) {
        int index = i;
        backwards.add(threads.submit(() -> shared.crops(PICTURE, 3, index)));
      }
      for (int i = 0; i < 64; i++) {
        assertSame(backwards.get(63 - i).get(), inOrder.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void crops_ofAnotherEpochPictureOrSeed_differ() {
    CropSettings settings = settings(16, 8, 0, 0.5, false);
    byte[] crop = new CropMaker(settings, 5).crops(PICTURE, 3, 7).teacher().get(0).image().pixels();
    assertThat(new CropMaker(settings, 5).crops(PICTURE, 4, 7).teacher().get(0).image().pixels())
        .isNotEqualTo(crop);
    assertThat(new CropMaker(settings, 5).crops(PICTURE, 3, 8).teacher().get(0).image().pixels())
        .isNotEqualTo(crop);
    assertThat(new CropMaker(settings, 6).crops(PICTURE, 3, 7).teacher().get(0).image().pixels())
        .isNotEqualTo(crop);
  }

  @Test
  void teacherAndStudent_seeDifferentCrops() {
    CropMaker maker = new CropMaker(settings(16, 8, 0, 0, false), 1);
    PictureCrops crops = maker.crops(PICTURE, 0, 0);
    assertThat(crops.globals().get(0).image().pixels())
        .isNotEqualTo(crops.teacher().get(0).image().pixels());
  }

  @Test
  void weakFlag_overManyPictures_isTrueAsOftenAsAsked() {
    CropMaker maker = new CropMaker(settings(4, 4, 0, 0.3, false), 1);
    int draws = 4000;
    int weak = 0;
    int erasedThoughWeak = 0;
    int erased = 0;
    for (int i = 0; i < draws; i++) {
      PictureCrops crops = maker.crops(PICTURE, 0, i);
      weak += crops.weak() ? 1 : 0;
      for (Crop crop : crops.globals()) {
        erased += crop.erasing().isPresent() ? 1 : 0;
        erasedThoughWeak += crops.weak() && crop.erasing().isPresent() ? 1 : 0;
      }
      assertThat(crops.teacher()).noneMatch(c -> c.erasing().isPresent());
    }
    Frequencies.assertShare(weak, draws, 0.7);
    assertThat(erasedThoughWeak).isZero();
    assertThat(erased).isPositive();
  }

  @Test
  void localCrops_overManyPictures_areStrongEachOnItsOwn() {
    // erasing always, so that the box tells strong crops from weak ones
    CropSettings settings =
        new CropSettings(
            4, 24, 2, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 0.5, 1.0, false);
    CropMaker maker = new CropMaker(settings, 1);
    int draws = 4000;
    int[] strong = new int[3];
    int withGlobals = 0;
    for (int i = 0; i < draws; i++) {
      PictureCrops crops = maker.crops(PICTURE, 0, i);
      boolean first = crops.locals().get(0).erasing().isPresent();
      boolean second = crops.locals().get(1).erasing().isPresent();
      strong[0] += first ? 1 : 0;
      strong[1] += second ? 1 : 0;
      strong[2] += first && second ? 1 : 0;
      withGlobals += first && !crops.weak() ? 1 : 0;
    }
    Frequencies.assertShare(strong[0], draws, 0.5);
    Frequencies.assertShare(strong[1], draws, 0.5);
    Frequencies.assertShare(strong[2], draws, 0.25);
    Frequencies.assertShare(withGlobals, draws, 0.25);
  }

  @Test
  void vanilla_whenAsked_givesTheStudentTheTeachersCropsAndWeakLocals() {
    CropSettings settings =
        new CropSettings(8, 8, 3, new AreaRange(0.25, 1), new AreaRange(0.1, 0.4), 1.0, 1.0, true);
    CropMaker maker = new CropMaker(settings, 1);
    for (int i = 0; i < 50; i++) {
      PictureCrops crops = maker.crops(PICTURE, 0, i);
      assertThat(crops.weak()).isTrue();
      assertThat(crops.globals()).isEqualTo(crops.teacher());
      assertThat(crops.locals()).hasSize(3).noneMatch(c -> c.erasing().isPresent());
    }
  }

  @Test
  void settings_whenImpossible_areRefusedInWords() {
    assertThatThrownBy(() -> settings(0, 8, 1, 0.5, false))
        .hasMessage("the size of global crops must be 1 pixel or more, not 0");
    assertThatThrownBy(() -> settings(8, -1, 1, 0.5, false))
        .hasMessage("the size of local crops must be 1 pixel or more, not -1");
    assertThatThrownBy(() -> settings(8, 8, -1, 0.5, false))
        .hasMessage("the number of local crops must be 0 or more, not -1");
    assertThatThrownBy(() -> settings(8, 8, 1, 2, false))
        .hasMessage("the probability of strong augmentation must be 0 to 1, not 2.0");
  }

  private static CropSettings settings(
      int globalSize, int localSize, int locals, double strong, boolean vanilla) {
    return new CropSettings(
        globalSize,
        localSize,
        locals,
        new AreaRange(0.25, 1),
        new AreaRange(0.1, 0.4),
        strong,
        0.25,
        vanilla);
  }

  private static boolean hasSize(Crop crop, int size) {
    return crop.image().width() == size && crop.image().height() == size;
  }

  private static void assertSame(PictureCrops actual, PictureCrops expected) {
    assertThat(actual.weak()).isEqualTo(expected.weak());
    assertSame(actual.teacher(), expected.teacher());
    assertSame(actual.globals(), expected.globals());
    assertSame(actual.locals(), expected.locals());
  }

  private static void assertSame(List<Crop> actual, List<Crop> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).image().pixels()).isEqualTo(expected.get(i).image().pixels());
      assertThat(actual.get(i).erasing()).isEqualTo(expected.get(i).erasing());
    }
  }
}
