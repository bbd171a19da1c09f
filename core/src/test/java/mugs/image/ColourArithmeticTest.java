package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds tables and whole numbers against Pillow's own arithmetic, written out. */
class ColourArithmeticTest {

  /** Pillow's ImagingBlend (Blend.c). */
  private static int blended(int from, int to, float alpha) {
    float value = from + alpha * ((float) to - (float) from);
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) value;
  }

  /**
   * The largest float below 1 brings the products of small differences so close to whole numbers
   * that their sums are rounded up.
   */
  @ParameterizedTest
  @ValueSource(
      floats = {0, 0.1f, 0.3333333f, 0.6f, 0.8f, 0.99999994f, 1, 1.0000001f, 1.2f, 1.9f, 7, 300})
  void mixture_ofAnyTwoValues_isPillowsBlend(float factor) {
    Mix mix = new Mix(factor);
    for (int from = 0; from < 256; from++) {
      for (int to = 0; to < 256; to++) {
        int expected = blended(from, to, factor);
        assertThat(mix.exact(from, to) & 0xff).isEqualTo(expected);
        if (mix.isExact()) {
          assertThat(mix.quick(from, to) & 0xff).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void mixture_isNearlyAlwaysQuick_andNotWhereFloatsAreRoundedUp() {
    int quick = 0;
    for (int i = 0; i < 1000; i++) {
      quick += new Mix(0.6 + 0.8 * i / 1000).isExact() ? 1 : 0;
    }
    assertThat(quick).isGreaterThan(950);
    assertThat(new Mix(0.99999994f).isExact()).isFalse();
  }

  /** Pillow's rgb2hsv_row and hsv2rgb_row (Convert.c), a hue turned by whole steps in between. */
  private static int turned(int r, int g, int b, int steps) {
    int max = Math.max(r, Math.max(g, b));
    int min = Math.min(r, Math.min(g, b));
    int uh = 0;
    int us = 0;
    if (max != min) {
      float cr = max - min;
      float s = cr / max;
      float rc = (max - r) / cr;
      float gc = (max - g) / cr;
      float bc = (max - b) / cr;
      float h;
      if (r == max) {
        h = bc - gc;
      } else if (g == max) {
        h = (float) (2.0 + rc - bc);
      } else {
        h = (float) (4.0 + gc - rc);
      }
      h = (float) ((h / 6.0 + 1.0) % 1.0);
      uh = clipped((int) (h * 255.0));
      us = clipped((int) (s * 255.0));
    }
    uh = (uh + steps) & 0xff;
    if (us == 0) {
      return rgb(max, max, max);
    }
    float fs = (float) (us / 255.0);
    int i = (int) Math.floor(uh * 6.0 / 255.0);
    float f = (float) (uh * 6.0 / 255.0 - i);
    int p = clipped((int) Math.round(max * (1.0 - fs)));
    int q = clipped((int) Math.round(max * (1.0 - fs * f)));
    int t = clipped((int) Math.round(max * (1.0 - fs * (1.0 - f))));
    return switch (i % 6) {
      case 0 -> rgb(max, t, p);
      case 1 -> rgb(q, max, p);
      case 2 -> rgb(p, max, t);
      case 3 -> rgb(p, q, max);
      case 4 -> rgb(t, p, max);
      default -> rgb(max, p, q);
    };
  }

  private static int rgb(int red, int green, int blue) {
    return (red << 16) | (green << 8) | blue;
  }

  private static int clipped(int value) {
    return Math.max(0, Math.min(255, value));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 25, -25, 85, -127, 127})
  void turnedHue_ofColoursAllOverTheCube_isPillows(int steps) {
    byte[] rgb = new byte[3 * 64 * 64 * 64];
    int[] expected = new int[64 * 64 * 64];
    for (int i = 0; i < expected.length; i++) {
      // every 4th value; the low bits differ from channel to channel so that all occur
      int r = (i & 63) * 4 + ((i >> 6) & 3);
      int g = ((i >> 6) & 63) * 4 + ((i >> 12) & 3);
      int b = ((i >> 12) & 63) * 4 + (i & 3);
      rgb[3 * i] = (byte) r;
      rgb[3 * i + 1] = (byte) g;
      rgb[3 * i + 2] = (byte) b;
      expected[i] = turned(r, g, b, steps);
    }
    // half a step more, with the sign of the steps, is cut off
    HueTurn.turn(rgb, rgb.length, (steps + 0.5 * Math.signum(steps)) / 255.0);
    for (int i = 0; i < expected.length; i++) {
      int actual = rgb(rgb[3 * i] & 0xff, rgb[3 * i + 1] & 0xff, rgb[3 * i + 2] & 0xff);
      if (actual != expected[i]) {
        assertThat(Integer.toHexString(actual)).isEqualTo(Integer.toHexString(expected[i]));
      }
    }
  }
}
