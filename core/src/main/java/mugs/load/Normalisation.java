package mugs.load;

import java.util.List;
import java.util.Optional;
import mugs.augment.Erasing;
import mugs.image.RgbImage;

/**
 * Turns 8-bit pixels into floats: each channel loses a mean and is divided by a deviation, both of
 * values brought to 0 to 1. With one channel, pixels give their luma.
 */
public final class Normalisation {

  /** Mean and deviation of ImageNet, in red, green, blue. */
  public static final Normalisation IMAGENET =
      new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /** ITU-R 601-2, as luma itself is made. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  /** The same in the fixed point of Pillow. */
  private static final int RED = 19595;

  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 0x8000;

  private static final int COLOURS = 3;
  private static final int LEVELS = 256;

  private final List<Double> means;
  private final List<Double> deviations;
  private final float[][] ofLevel;

  /**
   * Prepares a normalisation.
   *
   * @param means of the channels, 3 or 1
   * @param deviations of the channels, above 0
   */
  public Normalisation(List<Double> means, List<Double> deviations) {
    this.means = List.copyOf(means);
    this.deviations = List.copyOf(deviations);
    int channels = means.size();
    if (channels != deviations.size() || (channels != COLOURS && channels != 1)) {
      throw new IllegalArgumentException(
          "3 means and 3 deviations are needed, or 1 and 1, not %s and %s"
              .formatted(means, deviations));
    }
    ofLevel = new float[channels][LEVELS];
    for (int channel = 0; channel < channels; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        ofLevel[channel][level] = normalised(channel, level / (LEVELS - 1.0));
      }
    }
  }

  private float normalised(int channel, double unit) {
    return (float) ((unit - means.get(channel)) / deviations.get(channel));
  }

  /**
   * Returns the normalisation of grey pictures that goes with one of colours: its means and
   * deviations, weighted as luma weighs the channels. For the deviation that is an upper bound,
   * close to the truth because the channels of photos go together; for ImageNet 0.459 and 0.226.
   */
  public Normalisation ofGrey() {
    return channels() == 1
        ? this
        : new Normalisation(List.of(weighted(means)), List.of(weighted(deviations)));
  }

  private static double weighted(List<Double> values) {
    double sum = 0;
    for (int channel = 0; channel < COLOURS; channel++) {
      sum += LUMA[channel] * values.get(channel);
    }
    return sum;
  }

  /** Returns the mean that each channel loses, of values from 0 to 1. */
  public List<Double> means() {
    return means;
  }

  /** Returns the deviation that each channel is divided by. */
  public List<Double> deviations() {
    return deviations;
  }

  /** Returns the number of channels that come out, 3 or 1. */
  public int channels() {
    return ofLevel.length;
  }

  /**
   * Normalises a picture.
   *
   * @param image of any size
   * @return {@code [channels, height, width]}, row by row
   */
  public float[] planes(RgbImage image) {
    int count = image.width() * image.height();
    float[] planes = new float[channels() * count];
    if (channels() == COLOURS) {
      fill(image.pixels(), count, planes);
      return planes;
    }
    byte[] rgb = image.pixels();
    for (int i = 0, from = 0; i < count; i++, from += COLOURS) {
      int red = rgb[from] & 0xff;
      int green = rgb[from + 1] & 0xff;
      int blue = rgb[from + 2] & 0xff;
      planes[i] = ofLevel[0][(red * RED + green * GREEN + blue * BLUE + HALF) >> 16];
    }
    return planes;
  }

  /**
   * Normalises a crop. An erased box is filled with noise where pixels are 0 to 1, so the noise is
   * normalised too.
   *
   * @param pixels {@code [side, side, channels]}
   * @param side of the crop
   * @param erasing the box to fill
   * @param planes takes {@code [channels, side, side]}
   */
  void fill(byte[] pixels, int side, Optional<Erasing> erasing, float[] planes) {
    fill(pixels, side * side, planes);
    erasing.ifPresent(box -> erase(planes, box, side));
  }

  private void erase(float[] planes, Erasing box, int side) {
    box.fill(planes, channels(), side);
    for (int channel = 0; channel < channels(); channel++) {
      for (int row = box.top(); row < box.top() + box.height(); row++) {
        int start = (channel * side + row) * side + box.left();
        for (int i = start; i < start + box.width(); i++) {
          planes[i] = normalised(channel, planes[i]);
        }
      }
    }
  }

  /**
   * Returns what an erased box is filled with, {@code [channels, height, width]}.
   *
   * @param box of a crop
   * @param side of the crop
   */
  float[] noise(Erasing box, int side) {
    float[] planes = new float[channels() * side * side];
    erase(planes, box, side);
    float[] noise = new float[channels() * box.height() * box.width()];
    int at = 0;
    for (int channel = 0; channel < channels(); channel++) {
      for (int row = box.top(); row < box.top() + box.height(); row++, at += box.width()) {
        System.arraycopy(
            planes, (channel * side + row) * side + box.left(), noise, at, box.width());
      }
    }
    return noise;
  }

  /** Returns what the levels 0 to 255 become, channel by channel, {@code [channels, 256]}. */
  float[] table() {
    float[] table = new float[channels() * LEVELS];
    for (int channel = 0; channel < channels(); channel++) {
      System.arraycopy(ofLevel[channel], 0, table, channel * LEVELS, LEVELS);
    }
    return table;
  }

  /** Sorts channels that lie side by side into planes, through the tables. */
  private void fill(byte[] pixels, int count, float[] planes) {
    if (channels() == 1) {
      float[] grey = ofLevel[0];
      for (int i = 0; i < count; i++) {
        planes[i] = grey[pixels[i] & 0xff];
      }
      return;
    }
    float[] reds = ofLevel[0];
    float[] greens = ofLevel[1];
    float[] blues = ofLevel[2];
    for (int i = 0, from = 0; i < count; i++, from += COLOURS) {
      planes[i] = reds[pixels[from] & 0xff];
      planes[count + i] = greens[pixels[from + 1] & 0xff];
      planes[2 * count + i] = blues[pixels[from + 2] & 0xff];
    }
  }
}
