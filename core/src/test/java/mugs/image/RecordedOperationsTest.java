package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import mugs.image.Framing.Box;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds every picture operation against what Pillow and torchvision made of the same picture. */
class RecordedOperationsTest {

  /** Differences of single values that stand for another place of a pixel, not another value. */
  private static final Set<String> RESAMPLING =
      Set.of("resized_crop", "resize_shorter_side_then_centre_crop");

  @TestFactory
  Stream<DynamicTest> anyOperation_whenDoneToARecordedPicture_equalsTheReference()
      throws IOException {
    JsonNode cases = new ObjectMapper().readTree(bytes("cases.json"));
    assertThat(cases).isNotEmpty();
    return Stream.iterate(0, i -> i < cases.size(), i -> i + 1)
        .map(cases::get)
        .map(c -> DynamicTest.dynamicTest(c.get("file").asText(), () -> check(c)));
  }

  private static void check(JsonNode recorded) throws IOException, UnreadablePictureException {
    String operation = recorded.get("operation").asText();
    RgbImage source = picture(recorded.get("source").asText());
    byte[] before = source.pixels().clone();
    RgbImage expected = picture(recorded.get("file").asText());
    RgbImage actual = applied(operation, recorded.get("arguments"), source);
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    assertThat(source.pixels()).as("the source stays as it is").isEqualTo(before);
    if (RESAMPLING.contains(operation)) {
      assertClose(actual.pixels(), expected.pixels());
    } else {
      assertThat(actual.pixels()).isEqualTo(expected.pixels());
    }
  }

  private static void assertClose(byte[] actual, byte[] expected) {
    long sum = 0;
    int largest = 0;
    for (int i = 0; i < expected.length; i++) {
      int difference = Math.abs((actual[i] & 0xff) - (expected[i] & 0xff));
      sum += difference;
      largest = Math.max(largest, difference);
    }
    assertThat((double) sum / expected.length).as("mean difference").isLessThan(0.02);
    assertThat(largest).as("largest difference").isLessThanOrEqualTo(2);
  }

  private static RgbImage applied(String operation, JsonNode with, RgbImage picture) {
    return switch (operation) {
      case "resized_crop" -> {
        int left = with.get("left").asInt();
        int top = with.get("top").asInt();
        Box box = new Box(left, top, with.get("width").asInt(), with.get("height").asInt());
        int size = with.get("size").asInt();
        yield Framing.resizedCrop(picture, box, size, size);
      }
      case "resize_shorter_side_then_centre_crop" -> {
        RgbImage resized = Framing.resizeShorterSide(picture, with.get("shorter").asInt());
        yield Framing.centreCrop(resized, with.get("crop").asInt());
      }
      case "flip" -> Framing.flip(picture);
      case "brightness", "strong_brightness" -> Tones.brightness(picture, factor(with));
      case "contrast", "strong_contrast" -> Tones.contrast(picture, factor(with));
      case "saturation", "color" -> Colours.saturation(picture, factor(with));
      case "hue" -> Colours.hue(picture, with.get("shift").asDouble());
      case "grey" -> Colours.grey(picture);
      case "gaussian_blur" -> Smoothing.gaussianBlur(picture, with.get("radius").asDouble());
      case "sharpness" -> Smoothing.sharpness(picture, factor(with));
      case "solarise", "solarize" -> Tones.solarise(picture, with.get("threshold").asInt());
      case "solarize_add" -> Tones.solariseAdd(picture, with.get("add").asInt());
      case "posterize" -> Tones.posterize(picture, with.get("bits").asInt());
      case "invert" -> Tones.invert(picture);
      case "equalize" -> Tones.equalize(picture);
      case "auto_contrast" -> Tones.autoContrast(picture);
      case "rotate" -> Warp.rotate(picture, with.get("degrees").asDouble(), style(with));
      case "shear_x" -> Warp.shearX(picture, factor(with), style(with));
      case "shear_y" -> Warp.shearY(picture, factor(with), style(with));
      case "translate_x" -> Warp.translateX(picture, with.get("pixels").asDouble(), style(with));
      case "translate_y" -> Warp.translateY(picture, with.get("pixels").asDouble(), style(with));
      default -> throw new IllegalArgumentException("no such operation: " + operation);
    };
  }

  private static double factor(JsonNode with) {
    return with.get("factor").asDouble();
  }

  private static Warp.Style style(JsonNode with) {
    JsonNode fill = with.get("fill");
    return new Warp.Style(
        Warp.Interpolation.valueOf(with.get("filter").asText().toUpperCase(Locale.ROOT)),
        new Warp.Colour(fill.get(0).asInt(), fill.get(1).asInt(), fill.get(2).asInt()));
  }

  private static RgbImage picture(String name) throws IOException, UnreadablePictureException {
    return ImageDecoder.decode(new StoredPicture.Encoded(bytes(name)));
  }

  private static byte[] bytes(String name) throws IOException {
    String path = "/augment/" + name;
    try (InputStream in = RecordedOperationsTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }
}
