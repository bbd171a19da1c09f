package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import mugs.image.Framing.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations alone are held against recordings; here, what a canvas leaves out is not missed. */
class CanvasTest {

  private static final Warp.Colour FILL = new Warp.Colour(200, 3, 77);

  private static RgbImage noise(int width, int height, long seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return new RgbImage(width, height, pixels);
  }

  private static Operation operation(Random random) {
    Warp.Style style =
        new Warp.Style(
            random.nextBoolean() ? Warp.Interpolation.BICUBIC : Warp.Interpolation.BILINEAR, FILL);
    double signed = 2 * random.nextDouble() - 1;
    double factor = 2 * random.nextDouble();
    return switch (random.nextInt(18)) {
      case 0 -> new Operation.AutoContrast();
      case 1 -> new Operation.Equalize();
      case 2 -> new Operation.Invert();
      case 3 -> new Operation.Rotate(180 * signed, style);
      case 4 -> new Operation.Posterize(1 + random.nextInt(8));
      case 5 -> new Operation.Solarise(random.nextInt(257));
      case 6 -> new Operation.SolariseAdd(random.nextInt(111));
      case 7 -> new Operation.Saturation(factor);
      case 8 -> new Operation.Contrast(factor);
      case 9 -> new Operation.Brightness(factor);
      case 10 -> new Operation.Sharpness(factor);
      case 11 -> new Operation.ShearX(signed, style);
      case 12 -> new Operation.ShearY(signed, style);
      case 13 -> new Operation.TranslateX(30 * signed, style);
      case 14 -> new Operation.TranslateY(30 * signed, style);
      case 15 -> new Operation.Hue(signed / 2);
      case 16 -> new Operation.Grey();
      default -> new Operation.GaussianBlur(4 * random.nextDouble());
    };
  }

  private static Box box(Random random, int width, int height) {
    int columns = 1 + random.nextInt(width);
    int rows = 1 + random.nextInt(height);
    int left = random.nextInt(width - columns + 1);
    return new Box(left, random.nextInt(height - rows + 1), columns, rows);
  }

  @ParameterizedTest
  @CsvSource({"40, 30, 2000", "7, 23, 500", "1, 9, 100", "2, 1, 100"})
  void partOfAChangedPicture_equalsThatPartOfTheWholeChangedStepByStep(
      int width, int height, int cases) {
    Random random = new Random(width);
    Canvas canvas = new Canvas(); // what it did before must not show
    for (int i = 0; i < cases; i++) {
      RgbImage picture = noise(width, height, i % 7); // some pictures come again
      boolean mirrored = random.nextBoolean();
      List<Operation> operations = new ArrayList<>();
      RgbImage whole = mirrored ? Framing.flip(picture) : picture;
      for (int n = random.nextInt(4); n > 0; n--) {
        Operation operation = operation(random);
        operations.add(operation);
        whole = Canvas.changed(whole, operation);
      }
      Box box = box(random, width, height);
      canvas.changedPart(picture, mirrored, operations, box);
      assertThat(canvas.image().pixels())
          .as("%s of %s", box, operations)
          .isEqualTo(Framing.crop(whole, box).pixels());
      if (i % 3 == 0) {
        canvas.resize(6, 5);
        assertThat(canvas.image().pixels())
            .isEqualTo(Framing.resizedCrop(whole, box, 6, 5).pixels());
      }
    }
  }

  @Test
  void changesOfACrop_equalThoseOfAPictureOfItsOwn_oneAfterTheOther() {
    Random random = new Random(2);
    Canvas canvas = new Canvas();
    RgbImage picture = noise(50, 40, 1);
    for (int i = 0; i < 500; i++) {
      Box box = box(random, 50, 40);
      canvas.resizedPart(picture, box, 12, 9);
      RgbImage alone = Framing.resizedCrop(picture, box, 12, 9);
      for (int n = random.nextInt(5); n > 0; n--) {
        Operation operation = operation(random);
        canvas.change(operation);
        alone = Canvas.changed(alone, operation);
      }
      assertThat(canvas.image().pixels()).isEqualTo(alone.pixels());
    }
  }

  @Test
  void changeAfterAPart_takesThePartForTheWholePicture() {
    RgbImage picture = noise(30, 20, 3);
    Box box = new Box(5, 6, 10, 11);
    Canvas canvas = new Canvas();
    canvas.changedPart(picture, false, List.of(new Operation.Invert()), box);
    canvas.change(new Operation.Equalize());
    assertThat(canvas.image().pixels())
        .isEqualTo(Tones.equalize(Tones.invert(Framing.crop(picture, box))).pixels());
  }

  @Test
  void picture_staysAsItIs_whateverIsDoneToIt() {
    RgbImage picture = noise(30, 20, 4);
    byte[] before = picture.pixels().clone();
    Random random = new Random(5);
    Canvas canvas = new Canvas();
    for (int i = 0; i < 200; i++) {
      canvas.changedPart(
          picture, true, List.of(operation(random), operation(random)), Box.of(picture));
      canvas.change(operation(random));
      canvas.image();
    }
    assertThat(picture.pixels()).isEqualTo(before);
  }

  @Test
  void copy_hasThePixelsOfTheImage_atTheAskedPlace_whatWasPutOffIncluded() {
    RgbImage picture = noise(4, 3, 6);
    Canvas canvas = new Canvas();
    canvas.resizedPart(picture, Box.of(picture), 4, 3);
    canvas.change(new Operation.Invert());
    ByteBuffer target = ByteBuffer.allocateDirect(50);
    canvas.copyTo(target, 10);
    byte[] copied = new byte[36];
    target.get(10, copied);
    assertThat(copied).isEqualTo(Tones.invert(picture).pixels());
    assertThat(target.get(9)).isZero();
    assertThat(target.get(46)).isZero();
  }

  @Test
  void boxOutsideThePicture_isRefused() {
    RgbImage picture = noise(4, 3, 7);
    Canvas canvas = new Canvas();
    Box outside = new Box(2, 0, 3, 1);
    assertThatThrownBy(() -> canvas.resizedPart(picture, outside, 2, 2))
        .hasMessageContaining("is not inside a picture of 4 x 3 pixels");
    assertThatThrownBy(() -> canvas.changedPart(picture, false, List.of(), outside))
        .hasMessageContaining("is not inside a picture of 4 x 3 pixels");
  }

  @Test
  void largerCropAfterASmallerOne_findsRoom() {
    RgbImage picture = noise(20, 20, 8);
    Canvas canvas = new Canvas();
    for (int side : new int[] {3, 17, 5, 40}) {
      canvas.resizedPart(picture, Box.of(picture), side, side);
      canvas.change(new Operation.GaussianBlur(side / 10.0));
      canvas.change(new Operation.Sharpness(1.5));
      byte[] alone =
          Smoothing.sharpness(
                  Smoothing.gaussianBlur(
                      Framing.resizedCrop(picture, Box.of(picture), side, side), side / 10.0),
                  1.5)
              .pixels();
      assertThat(Arrays.equals(canvas.image().pixels(), alone)).isTrue();
    }
  }
}
