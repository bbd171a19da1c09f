package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
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
            new RecipeFit.Point("supervision.instance.queue", true, "32 rows for 997 pictures"),
            new RecipeFit.Point("supervision.local-group.queue", true, "32 rows for 997 pictures"),
            new RecipeFit.Point("supervision.local-group.memory", true, "32 rows for 997 pictures"),
            new RecipeFit.Point(
                "supervision.group.prototypes", true, "16 groups of 62.3 pictures on average"),
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
            "is 32 for 16 pictures: a picture meets older copies of itself among its negatives;"
                + " take a quarter of the pictures or fewer");
  }

  @Test
  void batch_fits_whereAnEpochHasTwoStepsOrMore() {
    assertThat(point(fit(TinyRun.recipe(), 16, 0), "optimiser.batch").fits()).isTrue();
    assertThat(point(fit(TinyRun.recipe(), 15, 0), "optimiser.batch").words())
        .isEqualTo("is 8 for 15 pictures: an epoch is a single step; take a smaller batch");
    assertThat(point(fit(TinyRun.recipe(), 7, 0), "optimiser.batch"))
        .isEqualTo(
            new RecipeFit.Point(
                "optimiser.batch",
                false,
                "is 8 for 7 pictures: they do not fill a single one; take a smaller batch"));
  }

  @ParameterizedTest
  @CsvSource({"1000, 0", "1000, 1", "31, 0", "16, 0", "15, 0", "8, 0", "7, 0"})
  void inspection_andWarnings_areOfOneMind(int pictures, int unreadable) {
    List<String> inspected =
        fit(TinyRun.recipe(), pictures, unreadable).points().stream()
            .filter(point -> !point.fits())
            .map(RecipeFit.Point::key)
            .toList();

    assertThat(warnings(TinyRun.recipe(), OptionalLong.of(pictures)))
        .extracting(warning -> warning.substring(0, warning.indexOf(' ')))
        .filteredOn(key -> !key.equals("optimiser.rate"))
        .containsExactlyElementsOf(inspected);
  }

  @Test
  void picturesThatTheRecipeTakes_count_notAllOfThem() {
    Recipe trial = TinyRun.recipe("pictures.limit=20");

    assertThat(point(fit(trial, 1000, 0), "supervision.instance.queue").words())
        .startsWith("is 32 for 20 pictures");
    assertThat(warnings(trial, OptionalLong.of(1000)))
        .anyMatch(
            warning -> warning.startsWith("supervision.instance.queue is 32 for 20 pictures"));
    assertThat(point(fit(trial, 1000, 0), "optimiser.batch").words())
        .isEqualTo("8: 2 steps an epoch, 4 in all");
  }

  @Test
  void supervisionsWithoutWeight_areLeftOut() {
    Recipe recipe =
        TinyRun.recipe(
            "supervision.instance.weight=0",
            "supervision.local-group.weight=0",
            "supervision.group.weight=1");

    assertThat(fit(recipe, 8, 0).points())
        .extracting(RecipeFit.Point::key)
        .containsExactly(
            "pictures.max-skipped",
            "crops.global-size",
            "supervision.group.prototypes",
            "optimiser.batch");
  }

  /** All but bench-small, which is a load and not meant to learn. */
  @ParameterizedTest
  @CsvSource({
    "vit-s16-100ep,1281167",
    "vit-s16-300ep,1281167",
    "vit-s16-800ep,1281167",
    "vit-b16-400ep,1281167",
    "vit-l16-250ep,1281167",
    "small-pictures,50000",
    "demo,3781"
  })
  void builtInRecipe_onItsCollection_needsNoAdvice(String name, long pictures) {
    assertThat(warnings(Recipe.load(name), OptionalLong.of(pictures))).isEmpty();
  }

  @Test
  void rateScaledFromATinyBatch_isNamed_withTheRateThatWouldDo() {
    assertThat(advice("optimiser.batch=16"))
        .singleElement()
        .asString()
        .contains("optimiser.rate 8.0e-4", "at a batch of 16 the learning rate is 5.0e-05")
        .endsWith("raise optimiser.rate to 0.0040 or more");
    assertThat(advice("optimiser.batch=16", "optimiser.rate=4e-3")).isEmpty();
  }

  @Test
  void workersOnAGpu_andFloat16OnTheProcessor_areNamed() {
    assertThat(advice("run.device=cuda:1", "run.workers=2", "run.precision=float16"))
        .containsExactly(
            "run.workers is 2, and a GPU is given its work by one: run.device is cuda:1; leave"
                + " run.workers at 0");
    assertThat(advice("run.workers=2", "run.precision=float16"))
        .singleElement()
        .asString()
        .startsWith("run.precision is float16, which few processors multiply fast: ");
    assertThat(advice("run.device=cuda", "run.precision=tf32", "run.workers=1")).isEmpty();
  }

  @Test
  void endRateAboveTheRate_isNamed() {
    assertThat(advice("optimiser.end-rate=0.01"))
        .singleElement()
        .asString()
        .startsWith("optimiser.end-rate 0.01");
  }

  @Test
  void warmUpOverMostOfTheRun_isNamed() {
    assertThat(advice("schedule.epochs=19"))
        .singleElement()
        .asString()
        .startsWith("schedule.warm-up-epochs is 10 of 19 epochs");
    assertThat(advice("schedule.epochs=20")).isEmpty();
  }

  @Test
  void prototypesFrozenToTheEnd_areNamed_unlessTheirSupervisionIsOff() {
    assertThat(advice("supervision.group.frozen-epochs=100"))
        .singleElement()
        .asString()
        .startsWith("supervision.group.frozen-epochs is 100 of 100 epochs");
    assertThat(advice("supervision.group.frozen-epochs=100", "supervision.group.weight=0"))
        .isEmpty();
  }

  @Test
  void runThatEndsInTheWarmUp_isNamed_onceThePicturesAreKnown() {
    Recipe recipe = Recipe.load("demo", "run.max-steps=472");

    assertThat(warnings(recipe, OptionalLong.empty())).isEmpty();
    assertThat(warnings(recipe, OptionalLong.of(3781)))
        .singleElement()
        .asString()
        .startsWith("run.max-steps is 472 and the warm-up takes 472 steps");
    assertThat(warnings(recipe.with("run.max-steps=473"), OptionalLong.of(3781))).isEmpty();
  }

  @Test
  void queueMemoryAndPrototypesLongerThanTheCollection_areNamedOneByOne() {
    Recipe demo = Recipe.load("demo");

    assertThat(warnings(demo, OptionalLong.of(1024))).isEmpty();
    assertThat(warnings(demo, OptionalLong.of(1023)))
        .extracting(warning -> warning.substring(0, warning.indexOf(' ')))
        .containsExactly(
            "supervision.instance.queue",
            "supervision.local-group.queue",
            "supervision.local-group.memory");
    assertThat(warnings(demo, OptionalLong.of(500)))
        .anyMatch(warning -> warning.startsWith("supervision.group.prototypes is 512 for 500"));
    assertThat(
            warnings(
                demo.with("supervision.local-group.weight=0", "supervision.instance.weight=0"),
                OptionalLong.of(1000)))
        .isEmpty();
  }

  @Test
  void batchOfMoreThanHalfTheCollection_isNamed() {
    Recipe demo = Recipe.load("demo", "optimiser.batch=1000");

    assertThat(warnings(demo, OptionalLong.of(2000))).isEmpty();
    assertThat(warnings(demo, OptionalLong.of(1999)))
        .singleElement()
        .asString()
        .startsWith("optimiser.batch is 1,000 for 1,999 pictures");
  }

  private static List<String> advice(String... assignments) {
    return warnings(Recipe.load("vit-s16-100ep", assignments), OptionalLong.empty());
  }

  private static List<String> warnings(Recipe recipe, OptionalLong pictures) {
    return RecipeFit.of(recipe, pictures).warnings();
  }
}
