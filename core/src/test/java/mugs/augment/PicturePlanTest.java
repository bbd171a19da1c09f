package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mugs.image.Framing.Box;
import mugs.image.Operation;
import mugs.image.RgbImage;
import mugs.image.Warp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturePlanTest {

  private static final Warp.Style STYLE =
      new Warp.Style(Warp.Interpolation.BILINEAR, new Warp.Colour(1, 2, 3));

  private static CropPlan plan(boolean strong, int size, Box box, Operation... operations) {
    return new CropPlan(strong, size, box, false, List.of(operations), Optional.empty());
  }

  private static PicturePlan of(CropPlan global, CropPlan local) {
    return new PicturePlan(List.of(global, global), List.of(global, global), List.of(local), true);
  }

  /**
   * A global crop of 100 pixels shows 1,000 x 900 of the picture, a local one of 50 some square.
   */
  @ParameterizedTest
  @CsvSource({"49, 1", "99, 1", "100, 2", "199, 2", "200, 4", "399, 4", "400, 8", "900, 8"})
  void divisor_isTheLargestAtWhichEveryCropHasItsResolution(int side, int divisor) {
    CropPlan global = plan(false, 100, new Box(10, 20, 1000, 900));
    CropPlan local = plan(false, 50, new Box(0, 0, side + 7, side));
    assertThat(of(global, local).divisor()).isEqualTo(divisor);
    CropPlan tighter = plan(false, 100, new Box(10, 20, 1000, 300));
    assertThat(of(tighter, local).divisor()).isEqualTo(Math.min(2, divisor));
  }

  @Test
  void divisor_isOne_whereNeighboursOfThePictureArelookedAt() {
    Box box = new Box(0, 0, 800, 800);
    CropPlan plain = plan(false, 100, box);
    CropPlan sharpened = plan(true, 100, box, new Operation.Sharpness(1.5));
    assertThat(of(plain, sharpened).divisor()).isEqualTo(1);
    // a weak crop is blurred in its own pixels
    CropPlan blurred = plan(false, 100, box, new Operation.GaussianBlur(1.5));
    CropPlan moved = plan(true, 100, box, new Operation.Rotate(3, STYLE), new Operation.Invert());
    assertThat(of(blurred, moved).divisor()).isEqualTo(8);
  }

  @Test
  void reduced_hasItsBoxesAndShiftsDivided_andTheRestAsItWas() {
    CropPlan strong =
        plan(
            true,
            10,
            new Box(21, 43, 80, 120),
            new Operation.TranslateX(13, STYLE),
            new Operation.TranslateY(-6, STYLE),
            new Operation.ShearX(0.3, STYLE));
    // 21/4 = 5.25, 101/4 = 25.25, 43/4 = 10.75, 163/4 = 40.75
    CropPlan expected =
        plan(
            true,
            10,
            new Box(5, 11, 20, 30),
            new Operation.TranslateX(3.25, STYLE),
            new Operation.TranslateY(-1.5, STYLE),
            new Operation.ShearX(0.3, STYLE));
    assertThat(of(strong, strong).reduced(4, 50, 60).locals()).containsExactly(expected);
    assertThat(of(strong, strong).reduced(4, 50, 60).globals()).containsExactly(expected, expected);
  }

  @Test
  void reducedBoxes_stayInThePicture_andKeepTheirResolution() {
    CropMaker maker = new CropMaker(CropSettings.paper(), 1);
    int reduced = 0;
    for (int i = 0; i < 300; i++) {
      int width = 3001 + i;
      PicturePlan plan = maker.plan(width, 2003, 0, i);
      int divisor = plan.divisor();
      int smallWidth = (width + divisor - 1) / divisor;
      int smallHeight = (2003 + divisor - 1) / divisor;
      for (CropPlan crop : plan.reduced(divisor, smallWidth, smallHeight).crops()) {
        Box box = crop.box();
        assertThat(box.left()).isNotNegative();
        assertThat(box.left() + box.width()).isLessThanOrEqualTo(smallWidth);
        assertThat(box.top() + box.height()).isLessThanOrEqualTo(smallHeight);
        assertThat(Math.min(box.width(), box.height()))
            .isGreaterThanOrEqualTo(divisor == 1 ? 1 : crop.size());
      }
      reduced += divisor > 1 ? 1 : 0;
    }
    assertThat(reduced).isGreaterThan(100);
  }

  @Test
  void cropsOfASmallerPicture_showWhatThoseOfTheLargeOneShow() {
    PicturePlan plan =
        of(
            plan(false, 20, new Box(100, 50, 200, 100), new Operation.Contrast(1.2)),
            plan(true, 20, new Box(40, 0, 320, 200), new Operation.TranslateX(40, STYLE)));
    CropPainter painter = new CropPainter(CropSettings.paper(), StageClock.off());
    List<CropPlan> ofSmall = plan.reduced(2, 200, 100).crops();
    assertThat(ofSmall).hasSize(3);
    for (int i = 0; i < ofSmall.size(); i++) {
      byte[] expected = painter.paint(halves(400, 200), plan.crops().get(i)).image().pixels();
      byte[] actual = painter.paint(halves(200, 100), ofSmall.get(i)).image().pixels();
      double sum = 0;
      for (int j = 0; j < expected.length; j++) {
        sum += Math.abs((actual[j] & 0xff) - (expected[j] & 0xff));
      }
      // the filter weighs the edge between the halves a little differently
      assertThat(sum / expected.length).isLessThan(1);
    }
  }

  /** The left half dark, the right half bright. */
  private static RgbImage halves(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 % width < width / 2 ? 40 : 220);
    }
    return new RgbImage(width, height, pixels);
  }
}
