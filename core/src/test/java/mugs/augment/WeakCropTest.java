package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import mugs.image.Operation;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeakCropTest {

  private static final int DRAWS = 100_000;
  private static final CropSettings PAPER = CropSettings.paper();

  private static List<CropPlan> plans(WeakCrop crop) {
    List<CropPlan> plans = new ArrayList<>(DRAWS);
    CropRandom random = CropRandom.of(1);
    for (int i = 0; i < DRAWS; i++) {
      plans.add(crop.plan(500, 375, random));
    }
    return plans;
  }

  private static <T extends Operation> double[] arguments(
      List<CropPlan> plans, Class<T> kind, ToDoubleFunction<T> argument) {
    return plans.stream()
        .flatMap(plan -> plan.operations().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .mapToDouble(argument)
        .toArray();
  }

  private static int count(List<CropPlan> plans, Class<? extends Operation> kind) {
    return (int)
        plans.stream()
            .filter(plan -> plan.operations().stream().anyMatch(kind::isInstance))
            .count();
  }

  @Test
  void plans_areFlippedJitteredAndGreyAsOftenAsTheMethodSays() {
    List<CropPlan> plans = plans(WeakCrop.local(PAPER));

    int mirrored = (int) plans.stream().filter(CropPlan::mirrored).count();
    Frequencies.assertShare(mirrored, DRAWS, 0.5);
    Frequencies.assertShare(count(plans, Operation.Hue.class), DRAWS, 0.8);
    Frequencies.assertShare(count(plans, Operation.Grey.class), DRAWS, 0.2);
    assertThat(plans)
        .allMatch(plan -> !plan.strong() && plan.size() == 96 && plan.erasing().isEmpty());
  }

  @Test
  void factors_areUniformAboutOne_andTheHueAboutZero() {
    List<CropPlan> plans = plans(WeakCrop.local(PAPER));

    Distribution.assertUniform(
        arguments(plans, Operation.Brightness.class, Operation.Brightness::factor), 0.6, 1.4);
    Distribution.assertUniform(
        arguments(plans, Operation.Contrast.class, Operation.Contrast::factor), 0.6, 1.4);
    Distribution.assertUniform(
        arguments(plans, Operation.Saturation.class, Operation.Saturation::factor), 0.8, 1.2);
    Distribution.assertUniform(
        arguments(plans, Operation.Hue.class, Operation.Hue::shift), -0.1, 0.1);
  }

  @Test
  void changesOfColour_comeInAnyOrderEquallyOften_beforeEverythingElse() {
    List<Class<?>> colours =
        List.of(
            Operation.Brightness.class,
            Operation.Contrast.class,
            Operation.Saturation.class,
            Operation.Hue.class);
    Map<List<Integer>, Integer> orders = new HashMap<>();
    for (CropPlan plan : plans(WeakCrop.second(PAPER))) {
      List<Integer> order =
          plan.operations().stream()
              .map(operation -> colours.indexOf(operation.getClass()))
              .takeWhile(index -> index >= 0)
              .toList();
      if (!order.isEmpty()) {
        orders.merge(order, 1, Integer::sum);
      }
      assertThat(plan.operations().stream().skip(order.size()))
          .noneMatch(operation -> colours.contains(operation.getClass()));
    }
    assertThat(orders).hasSize(24);
    assertThat(orders.keySet()).allMatch(order -> order.size() == 4);
    Distribution.assertEquallyOften(orders.values().stream().mapToInt(n -> n).toArray());
  }

  @ParameterizedTest
  @CsvSource({"first, 1.0, 0", "second, 0.1, 0.2", "local, 0.5, 0", "query, 0, 0"})
  void kinds_haveTheMethodsBlurAndSolarisation(String kind, double blur, double solarise) {
    WeakCrop crop =
        switch (kind) {
          case "first" -> WeakCrop.first(PAPER);
          case "second" -> WeakCrop.second(PAPER);
          case "local" -> WeakCrop.local(PAPER);
          default -> WeakCrop.query(8, PAPER.globalArea());
        };
    List<CropPlan> plans = plans(crop);

    Frequencies.assertShare(count(plans, Operation.GaussianBlur.class), DRAWS, blur);
    Frequencies.assertShare(count(plans, Operation.Solarise.class), DRAWS, solarise);
    if (blur > 0) {
      Distribution.assertUniform(
          arguments(plans, Operation.GaussianBlur.class, Operation.GaussianBlur::sigma), 0.1, 2);
    }
    assertThat(arguments(plans, Operation.Solarise.class, Operation.Solarise::threshold))
        .containsOnly(solarise > 0 ? new double[] {128} : new double[] {});
  }

  @Test
  void greyPictures_haveBrightnessAndContrastChangedAlone_inBothOrders() {
    CropSettings grey = Settings.grey(PAPER);

    Map<List<Class<?>>, Integer> orders = new HashMap<>();
    for (CropPlan plan : plans(WeakCrop.query(grey))) {
      List<Class<?>> order = new ArrayList<>();
      plan.operations().forEach(operation -> order.add(operation.getClass()));
      orders.merge(order, 1, Integer::sum);
    }
    Class<?> brightness = Operation.Brightness.class;
    Class<?> contrast = Operation.Contrast.class;
    assertThat(orders.keySet())
        .containsExactlyInAnyOrder(
            List.of(), List.of(brightness, contrast), List.of(contrast, brightness));
    Frequencies.assertShare(orders.getOrDefault(List.of(), 0), DRAWS, 0.2);
    Frequencies.assertShare(orders.getOrDefault(List.of(brightness, contrast), 0), DRAWS, 0.4);
  }

  @Test
  void settings_whenChanged_areTheOnesDrawnFrom() {
    WeakSettings weak =
        new WeakSettings(
            1,
            0.1,
            0.2,
            0.3,
            0.4,
            1,
            new Range(3, 4),
            7,
            new WeakSettings.Ending(0, 1),
            new WeakSettings.Ending(0, 0),
            new WeakSettings.Ending(1, 0));
    CropSettings settings = Settings.with(PAPER, 1, weak, PAPER.strong());

    List<CropPlan> plans = plans(WeakCrop.local(settings));
    assertThat(plans).allMatch(CropPlan::mirrored);
    assertThat(count(plans, Operation.Grey.class)).isEqualTo(DRAWS);
    Distribution.assertUniform(
        arguments(plans, Operation.Brightness.class, Operation.Brightness::factor), 0.9, 1.1);
    Distribution.assertUniform(
        arguments(plans, Operation.Contrast.class, Operation.Contrast::factor), 0.8, 1.2);
    Distribution.assertUniform(
        arguments(plans, Operation.Saturation.class, Operation.Saturation::factor), 0.7, 1.3);
    Distribution.assertUniform(
        arguments(plans, Operation.Hue.class, Operation.Hue::shift), -0.4, 0.4);
    Distribution.assertUniform(
        arguments(plans, Operation.GaussianBlur.class, Operation.GaussianBlur::sigma), 3, 4);
    assertThat(WeakCrop.first(settings).plan(9, 9, CropRandom.of(1)).operations())
        .contains(new Operation.Solarise(7));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 400", "400, 1", "3, 2", "7, 900"})
  void crop_ofAnyPicture_hasTheAskedSize(int width, int height) {
    for (int size : new int[] {1, 5, 16, 33}) {
      CropSettings settings =
          new CropSettings(size, 1, 0, PAPER.globalArea(), PAPER.localArea(), 0, 0, false);
      for (int i = 0; i < 20; i++) {
        RgbImage crop =
            WeakCrop.first(settings)
                .crop(Pictures.colourful(width, height), CropRandom.of(6, 0, i));
        assertThat(crop.width()).isEqualTo(size);
        assertThat(crop.height()).isEqualTo(size);
      }
    }
  }

  @Test
  void mirroredCrop_isTheMirrorImageOfTheOther() {
    RgbImage picture = Pictures.colourful(80, 60);
    List<Operation> operations =
        List.of(
            new Operation.Contrast(1.3), new Operation.Hue(0.1), new Operation.GaussianBlur(1.7));
    CropPlan plain = Settings.plan(false, 24, 70, 50, false, operations);
    CropPlan mirrored = Settings.plan(false, 24, 70, 50, true, operations);
    CropPainter painter = new CropPainter(PAPER, StageClock.off());
    RgbImage one = painter.paint(picture, plain).image();
    RgbImage other = painter.paint(picture, mirrored).image();
    assertThat(other.pixels()).isNotEqualTo(one.pixels());
    for (int row = 0; row < 24; row++) {
      for (int column = 0; column < 24; column++) {
        assertThat(pixel(other, column, row)).isEqualTo(pixel(one, 23 - column, row));
      }
    }
  }

  private static byte[] pixel(RgbImage image, int column, int row) {
    int start = 3 * (row * image.width() + column);
    return Arrays.copyOfRange(image.pixels(), start, start + 3);
  }
}
