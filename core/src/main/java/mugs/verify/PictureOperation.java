package mugs.verify;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mugs.engine.Resampler;
import mugs.image.Colours;
import mugs.image.Framing;
import mugs.image.Framing.Box;
import mugs.image.RgbImage;
import mugs.image.Smoothing;
import mugs.image.Tones;
import mugs.image.Warp;
import mugs.train.Spelling;

/**
 * The picture operations of augmentation under the names by which they are recorded. Saturation,
 * contrast, brightness and solarise are those of weak crops; color, strong_contrast,
 * strong_brightness and solarize those of strong ones.
 */
enum PictureOperation {
  RESIZED_CROP,
  RESIZE_SHORTER_SIDE_THEN_CENTRE_CROP,
  FLIP,
  BRIGHTNESS,
  CONTRAST,
  SATURATION,
  HUE,
  GREY,
  GAUSSIAN_BLUR,
  SOLARISE,
  ROTATE,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  AUTO_CONTRAST,
  EQUALIZE,
  INVERT,
  POSTERIZE,
  SOLARIZE,
  SOLARIZE_ADD,
  COLOR,
  SHARPNESS,
  STRONG_CONTRAST,
  STRONG_BRIGHTNESS;

  /** The longest side that a recorded picture may be asked to have. */
  private static final int LONGEST = 16_384;

  /**
   * Returns the operation of a name.
   *
   * @throws IOException if there is none
   */
  static PictureOperation named(String name) throws IOException {
    for (PictureOperation operation : values()) {
      if (operation.recordedName().equals(name)) {
        return operation;
      }
    }
    List<String> names = Arrays.stream(values()).map(PictureOperation::recordedName).toList();
    throw new IOException(
        "there is no operation '%s'%s"
            .formatted(
                name,
                Spelling.nearest(name, names)
                    .map(near -> ": did you mean '" + near + "'?")
                    .orElse("; known are " + String.join(", ", names))));
  }

  private String recordedName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether pixels are moved: along edges a fraction of a pixel shows. */
  boolean moves() {
    return switch (this) {
      case ROTATE, SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y -> true;
      default -> false;
    };
  }

  /**
   * Does the operation.
   *
   * @throws IOException if an argument is missing or makes no sense; the message names it
   * @throws IllegalArgumentException if the operation refuses an argument
   */
  RgbImage applied(RgbImage picture, JsonFields with) throws IOException {
    return switch (this) {
      case RESIZED_CROP -> resizedCrop(picture, with);
      case RESIZE_SHORTER_SIDE_THEN_CENTRE_CROP -> {
        int shorter = with.integer("shorter", 1, LONGEST);
        RgbImage resized = Framing.resizeShorterSide(picture, shorter);
        yield Framing.centreCrop(resized, with.integer("crop", 1, shorter));
      }
      case FLIP -> Framing.flip(picture);
      case BRIGHTNESS, STRONG_BRIGHTNESS -> Tones.brightness(picture, with.number("factor"));
      case CONTRAST, STRONG_CONTRAST -> Tones.contrast(picture, with.number("factor"));
      case SATURATION, COLOR -> Colours.saturation(picture, with.number("factor"));
      case HUE -> Colours.hue(picture, with.number("shift"));
      case GREY -> Colours.grey(picture);
      case GAUSSIAN_BLUR -> Smoothing.gaussianBlur(picture, with.number("radius"));
      case SHARPNESS -> Smoothing.sharpness(picture, with.number("factor"));
      case SOLARISE, SOLARIZE -> Tones.solarise(picture, with.integer("threshold", 0, 256));
      case SOLARIZE_ADD -> Tones.solariseAdd(picture, with.integer("add", 0, 255));
      case POSTERIZE -> Tones.posterize(picture, with.integer("bits", 1, 8));
      case INVERT -> Tones.invert(picture);
      case EQUALIZE -> Tones.equalize(picture);
      case AUTO_CONTRAST -> Tones.autoContrast(picture);
      case ROTATE -> Warp.rotate(picture, with.number("degrees"), style(with));
      case SHEAR_X -> Warp.shearX(picture, with.number("factor"), style(with));
      case SHEAR_Y -> Warp.shearY(picture, with.number("factor"), style(with));
      case TRANSLATE_X -> Warp.translateX(picture, with.number("pixels"), style(with));
      case TRANSLATE_Y -> Warp.translateY(picture, with.number("pixels"), style(with));
    };
  }

  private static RgbImage resizedCrop(RgbImage picture, JsonFields with) throws IOException {
    int left = with.integer("left", 0, picture.width() - 1);
    int top = with.integer("top", 0, picture.height() - 1);
    int width = with.integer("width", 1, picture.width() - left);
    int height = with.integer("height", 1, picture.height() - top);
    int size = with.integer("size", 1, LONGEST);
    Resampler.Filter filter = choice("filter", with, Resampler.Filter.values());
    return Framing.resizedCrop(picture, new Box(left, top, width, height), size, size, filter);
  }

  private static Warp.Style style(JsonFields with) throws IOException {
    List<Double> fill = with.numbers("fill", 3);
    int[] colour = fill.stream().mapToInt(Double::intValue).toArray();
    if (IntStream.range(0, 3).anyMatch(i -> colour[i] != fill.get(i) || colour[i] >> 8 != 0)) {
      throw new IOException(
          "arguments: 'fill' must be 3 whole numbers from 0 to 255, but it is " + fill);
    }
    return new Warp.Style(
        choice("filter", with, Warp.Interpolation.values()),
        new Warp.Colour(colour[0], colour[1], colour[2]));
  }

  /** A choice by its first word: "bicubic, antialiased as in Pillow" is bicubic. */
  private static <T extends Enum<T>> T choice(String name, JsonFields with, T[] choices)
      throws IOException {
    String word = with.text(name).split("\\W", 2)[0];
    for (T choice : choices) {
      if (choice.name().equalsIgnoreCase(word)) {
        return choice;
      }
    }
    throw new IOException(
        "arguments: '%s' must be one of %s, but it is %s"
            .formatted(
                name, Arrays.toString(choices).toLowerCase(Locale.ROOT), with.node().path(name)));
  }
}
