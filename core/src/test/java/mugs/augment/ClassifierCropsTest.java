package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import mugs.image.Canvas;
import mugs.image.Framing;
import mugs.image.Operation;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;

class ClassifierCropsTest {
  private static final int DRAWS = 20_000;
  private static final RgbImage PICTURE = Pictures.colourful(40, 30);

  @Test
  void plan_hasOneCropForWhoLearns_andNoneForATeacher() {
    ClassifierCrops crops = new ClassifierCrops(ClassifierSettings.strong(3, 16, 0.25), 1);
    PicturePlan plan = crops.plan(40, 30, 0, 0);
    assertThat(plan.teacher()).hasSize(crops.shapes().teacherCrops()).isEmpty();
    assertThat(plan.globals()).hasSize(crops.shapes().globalCrops()).hasSize(1);
    assertThat(plan.locals()).isEmpty();
    assertThat(plan.globals().get(0).size()).isEqualTo(16);
  }

  @Test
  void choices_comeAsOftenAsTheSettingsSay() {
    ClassifierCrops crops = new ClassifierCrops(ClassifierSettings.strong(3, 64, 0.25), 2);
    int mirrored = 0;
    int erased = 0;
    int changes = 0;
    for (int i = 0; i < DRAWS; i++) {
      CropPlan plan = crops.plan(100, 100, 3, i).globals().get(0);
      mirrored += plan.mirrored() ? 1 : 0;
      erased += plan.erasing().isPresent() ? 1 : 0;
      changes += plan.operations().size();
    }
    double deviation = 4.9 * Math.sqrt(0.25 / DRAWS);
    assertThat(mirrored / (double) DRAWS).isCloseTo(0.5, within(deviation));
    assertThat(erased / (double) DRAWS).isCloseTo(0.25, within(deviation));
    // two are drawn, each is done with probability 1/2
    assertThat(changes / (double) DRAWS).isCloseTo(1, within(2 * deviation));
  }

  @Test
  void dinosProbe_onlyCutsOutAndMirrors() {
    ClassifierCrops crops = new ClassifierCrops(ClassifierSettings.plain(3, 16), 2);
    for (int i = 0; i < 200; i++) {
      CropPlan plan = crops.plan(40, 30, 0, i).globals().get(0);
      assertThat(plan.operations()).isEmpty();
      assertThat(plan.erasing()).isEmpty();
    }
  }

  @Test
  void crop_isThePartResized_changedStepByStep_thenMirrored() {
    ClassifierCrops crops = new ClassifierCrops(ClassifierSettings.strong(3, 16, 0), 3);
    CropPainter painter = new CropPainter(crops.shapes(), StageClock.off());
    for (int i = 0; i < 300; i++) {
      CropPlan plan = crops.plan(PICTURE.width(), PICTURE.height(), 1, i).globals().get(0);
      RgbImage wanted = Framing.resizedCrop(PICTURE, plan.box(), 16, 16);
      for (Operation operation : plan.operations()) {
        wanted = Canvas.changed(wanted, operation);
      }
      wanted = plan.mirrored() ? Framing.flip(wanted) : wanted;
      assertThat(painter.paint(PICTURE, plan).image().pixels())
          .as("%s", plan)
          .isEqualTo(wanted.pixels());
    }
  }

  @Test
  void greyCrops_areNotChangedInColour() {
    ClassifierCrops crops = new ClassifierCrops(ClassifierSettings.strong(1, 16, 0), 4);
    assertThat(crops.shapes().colour()).isFalse();
    for (int i = 0; i < 2000; i++) {
      assertThat(crops.plan(40, 30, 0, i).globals().get(0).operations())
          .noneMatch(operation -> operation instanceof Operation.Saturation);
    }
  }

  @Test
  void impossibleSettings_areRefusedInWords() {
    assertThatThrownBy(() -> ClassifierSettings.plain(2, 16))
        .hasMessage("pictures have 1 channel (grey) or 3 (colour), not 2");
    assertThatThrownBy(() -> ClassifierSettings.plain(3, 0))
        .hasMessage("the size of crops must be 1 pixel or more, not 0");
    assertThatThrownBy(
            () -> new ClassifierSettings(3, 8, new AreaRange(0.1, 1), 1.5, Optional.empty(), 0))
        .hasMessage("the probability of mirroring must be 0 to 1, not 1.5");
  }
}
