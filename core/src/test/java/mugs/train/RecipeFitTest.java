package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tiny recipe has a batch of 8, queues and a memory of 32, crops of 16 pixels, 2 epochs. */
class RecipeFitTest {

  private static RecipeFit fit(Recipe recipe, int pictures, int unreadable) {
    return RecipeFit.of(recipe, pictures, unreadable, side -> side - 10);
  }

  private static RecipeFit.Point point(RecipeFit fit, String key) {
    return fit.points().stream().filter(point -> point.key().equals(key)).findAny().orElseThrow();
  }

  @Test
  void recipe_thatSuitsThePictures_saysWhatComesOfIt() {
    RecipeFit fit = fit(TinyRun.recipe(), 1000, 3);

    assertThat(fit.fits()).isTrue();
    assertThat(fit.points())
        .containsExactly(
            new RecipeFit.Point(
                "pictures.max-skipped", true, "0.01: 10 may be skipped, 3 cannot be read"),
            new RecipeFit.Point(
                "crops.global-size",
                true,
                "16 pixels: 6 pictures have a shorter side and are enlarged"),
            new RecipeFit.Point(
                "supervision.instance.queue",
                true,
                "32 rows: each picture stands in it at most once"),
            new RecipeFit.Point(
                "supervision.local-group.queue",
                true,
                "32 rows: each picture stands in it at most once"),
            new RecipeFit.Point(
                "supervision.local-group.memory",
                true,
                "32 rows: each picture stands in it at most once"),
            new RecipeFit.Point("optimiser.batch", true, "8: 125 steps an epoch, 250 in all"));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 10, true", "1000, 11, false", // 1 %
    "40, 1, true", "40, 2, false", // a single one always may
    "1, 1, false", // but not all
  })
  void unreadablePictures_fit_whileTrainingGoesOn(int pictures, int unreadable, boolean fits) {
    RecipeFit fit = fit(TinyRun.recipe(), pictures, unreadable);

    assertThat(point(fit, "pictures.max-skipped").fits()).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"32, 0, true", "31, 0, false", "32, 1, false"})
  void queue_fits_whereItHoldsNoPictureTwice(int pictures, int unreadable, boolean fits) {
    RecipeFit fit = fit(TinyRun.recipe(), pictures, unreadable);

    assertThat(point(fit, "supervision.instance.queue").fits()).isEqualTo(fits);
    assertThat(point(fit, "supervision.local-group.memory").fits()).isEqualTo(fits);
    assertThat(fit.fits()).isEqualTo(fits);
  }

  @Test
  void queueThatIsTooLong_isToldWithWhatToTake() {
    RecipeFit fit = fit(TinyRun.recipe(), 16, 0);

    assertThat(point(fit, "supervision.local-group.queue").words())
        .isEqualTo(
            "32 rows are more than the 16 pictures, which would stand in it some 2.0 times:"
                + " take at most 16");
  }

  @Test
  void batch_fits_whereThePicturesFillIt() {
    assertThat(point(fit(TinyRun.recipe(), 8, 0), "optimiser.batch").fits()).isTrue();
    assertThat(point(fit(TinyRun.recipe(), 7, 0), "optimiser.batch"))
        .isEqualTo(
            new RecipeFit.Point(
                "optimiser.batch",
                false,
                "7 pictures do not fill a batch of 8: take at most that many"));
  }

  @Test
  void supervisionsWithoutWeight_areLeftOut() {
    Recipe recipe =
        TinyRun.recipe("supervision.instance.weight=0", "supervision.local-group.weight=0");

    assertThat(fit(recipe, 8, 0).points())
        .extracting(RecipeFit.Point::key)
        .containsExactly("pictures.max-skipped", "crops.global-size", "optimiser.batch");
  }
}
