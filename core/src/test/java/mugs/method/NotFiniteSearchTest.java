package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotFiniteSearchTest {
  private final MugsSettings settings = SmallMethod.settings(1, 1, 1, 0);
  private final MugsState state = MugsState.initial(settings, 5, Precision.FLOAT32.onCpu());
  private final Workers workers = new Workers(1, 1);
  private final FloatCrops crops = SmallMethod.crops(1, 4, 2, Precision.FLOAT32);
  private final NotFiniteSearch search =
      new NotFiniteSearch(state, SmallMethod.step(settings, state, workers, 0), SmallMethod.STEP);

  @AfterEach
  void close() {
    crops.close();
    workers.close();
  }

  @Test
  void soundStep_hasNone() {
    assertThat(search.first(crops)).isEmpty();
  }

  @Test
  void pixel_isFound_withItsCropAndImage() {
    try (Scope scope = Scope.withoutGradients()) {
      crops.locals().select(0, 1).select(0, 2).fill_(new Scalar(Double.NaN));
    }

    assertThat(search.first(crops)).contains("the pixels of l1 of image 2 of the batch");
  }

  @Test
  void parameter_isFoundByName() {
    try (Scope scope = Scope.withoutGradients()) {
      String name = "backbone.blocks.1.mlp.fc1.weight";
      state.student().get(name).select(0, 0).fill_(new Scalar(Double.POSITIVE_INFINITY));
    }

    assertThat(search.first(crops))
        .contains("student.backbone.blocks.1.mlp.fc1.weight before the step");
  }

  @Test
  void overflow_isFoundWhereItHappens() {
    try (Scope scope = Scope.withoutGradients()) {
      // finite weights whose products are not: 1e38 times 1e38
      state.student().get("backbone.blocks.0.mlp.fc1.weight").fill_(new Scalar(1e38));
      state.student().get("backbone.blocks.0.mlp.fc2.weight").fill_(new Scalar(1e38));
    }

    assertThat(search.first(crops)).contains("the student's tokens for s0 of image 0 of the batch");
  }

  /** The largest bfloat16 is 3.39e38; what is beyond rounds to infinity, which times 0 is none. */
  @Test
  void overflowOfAShorterType_isFoundInThatType() {
    try (Scope scope = Scope.withoutGradients()) {
      for (Tensor pixels : List.of(crops.teacher(), crops.globals(), crops.locals())) {
        pixels.select(2, 0).zero_();
      }
      String name = "backbone.patch_embed.proj.weight";
      state.student().get(name).select(1, 0).fill_(new Scalar(3.4e38));
      state.teacher().get(name).select(1, 0).fill_(new Scalar(3.4e38));
    }
    MugsStep half =
        new MugsStep(
            settings,
            state,
            new MugsStep.Execution(
                Precision.BFLOAT16.onCpu(), workers, 0, false, SmallMethod.SEED, Ranks.ALONE));
    assertThatThrownBy(() -> half.run(crops, SmallMethod.STEP))
        .isInstanceOf(NotFiniteException.class);

    assertThat(search.first(crops)).as("in 32 bits").isEmpty();
    assertThat(new NotFiniteSearch(state, half, SmallMethod.STEP).first(crops))
        .contains("the teacher's tokens for t0 of image 0 of the batch");
  }

  @Test
  void overflowOfAHead_isFoundThere() {
    try (Scope scope = Scope.withoutGradients()) {
      state.teacher().get("instance_head.projector.0.weight").fill_(new Scalar(3e38));
      state.teacher().get("instance_head.projector.2.weight").fill_(new Scalar(3e38));
    }

    assertThat(search.first(crops))
        .contains("the teacher's instance output for t0 of image 0 of the batch");
  }
}
