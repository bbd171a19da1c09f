package mugs.embed;

/** 16-bit floats of IEEE 754: 5 bits of exponent, 10 of fraction, up to 65,504. */
public final class HalfFloats {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;
  private static final int EXPONENT_SHIFT = 13;
  private static final int BIAS_DIFFERENCE = 112;

  /** 2^-24, the smallest half above 0. */
  private static final float SMALLEST = 0x1p-24f;

  /** From here on 32-bit floats round to infinity. */
  private static final float OVERFLOW = 65520;

  private static final float SMALLEST_NORMAL = 0x1p-14f;

  private HalfFloats() {}

  /** Returns the bits of the nearest half; of two equally near, of the one that is even. */
  public static short bits(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & SIGN;
    float size = Math.abs(value);
    if (!(size < OVERFLOW)) {
      return (short) ((sign | INFINITY) | (Float.isNaN(value) ? 0x200 : 0));
    } else if (size < SMALLEST_NORMAL) {
      return (short) (sign | (int) Math.rint(size / SMALLEST));
    }
    int bits = Float.floatToRawIntBits(size);
    int even = (bits >>> EXPONENT_SHIFT) & 1;
    int rounded = bits + (1 << (EXPONENT_SHIFT - 1)) - 1 + even; // may carry into the exponent
    return (short) (sign | ((rounded >>> EXPONENT_SHIFT) - (BIAS_DIFFERENCE << 10)));
  }

  /** Returns the value of a half. */
  public static float value(short bits) {
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float size;
    if (exponent == 0) {
      size = fraction * SMALLEST;
    } else if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size =
          Float.intBitsToFloat(((exponent + BIAS_DIFFERENCE) << 23) | (fraction << EXPONENT_SHIFT));
    }
    return (bits & SIGN) == 0 ? size : -size;
  }
}
