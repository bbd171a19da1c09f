package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeAdviceTest {

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
    assertThat(RecipeAdvice.on(Recipe.load(name), OptionalLong.of(pictures))).isEmpty();
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

    assertThat(RecipeAdvice.on(recipe, OptionalLong.empty())).isEmpty();
    assertThat(RecipeAdvice.on(recipe, OptionalLong.of(3781)))
        .singleElement()
        .asString()
        .startsWith("run.max-steps is 472 and the warm-up takes 472 steps");
    assertThat(RecipeAdvice.on(recipe.with("run.max-steps=473"), OptionalLong.of(3781))).isEmpty();
  }

  @Test
  void queueMemoryAndPrototypesLongerThanTheCollection_areNamedOneByOne() {
    Recipe demo = Recipe.load("demo");

    assertThat(RecipeAdvice.on(demo, OptionalLong.of(1024))).isEmpty();
    assertThat(RecipeAdvice.on(demo, OptionalLong.of(1023)))
        .extracting(warning -> warning.substring(0, warning.indexOf(' ')))
        .containsExactly(
            "supervision.instance.queue",
            "supervision.local-group.queue",
            "supervision.local-group.memory");
    assertThat(RecipeAdvice.on(demo, OptionalLong.of(500)))
        .anyMatch(warning -> warning.startsWith("supervision.group.prototypes is 512 for 500"));
    assertThat(
            RecipeAdvice.on(
                demo.with("supervision.local-group.weight=0", "supervision.instance.weight=0"),
                OptionalLong.of(1000)))
        .isEmpty();
  }

  @Test
  void batchOfMoreThanHalfTheCollection_isNamed() {
    Recipe demo = Recipe.load("demo", "optimiser.batch=1000");

    assertThat(RecipeAdvice.on(demo, OptionalLong.of(2000))).isEmpty();
    assertThat(RecipeAdvice.on(demo, OptionalLong.of(1999)))
        .singleElement()
        .asString()
        .startsWith("optimiser.batch is 1,000 for 1,999 pictures");
  }

  private static List<String> advice(String... assignments) {
    return RecipeAdvice.on(Recipe.load("vit-s16-100ep", assignments), OptionalLong.empty());
  }
}
