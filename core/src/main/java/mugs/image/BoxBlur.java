package mugs.image;

/**
 * Blurs with a Gaussian as Pillow does, to the bit. Its memory is used again and again; for one
 * thread alone.
 *
 * <p>The Gaussian is three box filters in each direction, after Gwosdek, Grewenig, Bruhn and
 * Weickert, "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering" (2011): the
 * box has a whole radius and one more pixel on each side with a fractional weight, so that the
 * variance is exact for any sigma. Beyond the border the border pixel goes on. Every pass rounds to
 * whole values, in 24-bit fixed point; horizontal passes come first.
 *
 * <p>Rows go through all passes one behind the other: each vertical pass holds on to as many rows
 * as its box is high, so that all of them stay in the processor's nearest memory. Along a row a box
 * is the same row read at several places. The inner loops run over whole rows of integers without a
 * branch, and the compiler turns them into vector instructions.
 */
final class BoxBlur {

  private static final int PASSES = 3;
  private static final int FRACTION_BITS = 24;
  private static final int HALF = 1 << (FRACTION_BITS - 1);

  private final Descent[] descents = {new Descent(), new Descent(), new Descent()};
  private int[] wide = {};
  private int[] near = {};
  private int[] far = {};
  private int[] moved = {};
  private int[] done = {};

  /** The box of one pass. */
  private record Extent(int whole, int weight, int farWeight) {

    /** Radius of the box, with its fraction, three of which have the variance of the Gaussian. */
    static float radius(float sigma) {
      float variance = sigma * sigma / PASSES;
      float length = (float) Math.sqrt(12.0 * variance + 1.0);
      float whole = (float) Math.floor((length - 1.0) / 2.0);
      float fraction = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
      fraction /= 6 * (variance - (whole + 1) * (whole + 1));
      return whole + fraction;
    }

    static Extent of(float radius) {
      int whole = (int) radius;
      int weight = (int) ((1 << FRACTION_BITS) / (radius * 2 + 1));
      int farWeight = ((1 << FRACTION_BITS) - (whole * 2 + 1) * weight) / 2;
      return new Extent(whole, weight, farWeight);
    }
  }

  /** Blurs a patch that is a whole picture. */
  void blur(Patch picture, double sigma) {
    float radius = Extent.radius((float) sigma);
    if (radius == 0) {
      return;
    }
    Extent extent = Extent.of(radius);
    int length = picture.rowBytes();
    int height = picture.height();
    reserve(length, extent.whole);
    int delay = extent.whole + 1;
    for (int row = 0; row < height + PASSES * delay; row++) {
      if (row < height) {
        along(picture.rgb(), row * length, length, extent, descents[0].row(row));
      }
      for (int pass = 1; pass <= PASSES; pass++) {
        int ready = row - pass * delay;
        if (ready >= 0 && ready < height) {
          int[] to = pass < PASSES ? descents[pass].row(ready) : done;
          descents[pass - 1].take(ready, height - 1, length, extent, to);
        }
      }
      int over = row - PASSES * delay;
      if (over >= 0) {
        write(picture.rgb(), over * length, length);
      }
    }
  }

  private void reserve(int length, int whole) {
    int margins = length + 6 * (whole + 1);
    if (wide.length < margins) {
      wide = new int[margins];
    }
    if (done.length < length) {
      near = new int[length];
      far = new int[length];
      moved = new int[length];
      done = new int[length];
    }
    for (Descent descent : descents) {
      descent.reserve(length, whole);
    }
  }

  private void write(byte[] rgb, int at, int length) {
    int[] row = done;
    for (int i = 0; i < length; i++) {
      rgb[at + i] = (byte) row[i];
    }
  }

  /** All passes along a row. */
  private void along(byte[] rgb, int at, int length, Extent extent, int[] to) {
    int[] row = to;
    for (int i = 0; i < length; i++) {
      row[i] = rgb[at + i] & 0xff;
    }
    for (int pass = 0; pass < PASSES; pass++) {
      along(to, length, extent);
    }
  }

  private static void fillMargins(int[] row, int length, int margin) {
    int last = margin + length - 3;
    for (int i = 0; i < margin; i += 3) {
      for (int c = 0; c < 3; c++) {
        row[i + c] = row[margin + c];
        row[last + 3 + i + c] = row[last + c];
      }
    }
  }

  /**
   * One pass along a row. Compilers make vector instructions of a loop that reads each array at one
   * place, the same in all of them; so what is to be added is copied to that place first.
   */
  private void along(int[] row, int length, Extent extent) {
    int margin = 3 * (extent.whole + 1);
    System.arraycopy(row, 0, wide, margin, length);
    fillMargins(wide, length, margin);
    System.arraycopy(wide, 0, far, 0, length);
    add(far, 2 * margin, length);
    System.arraycopy(wide, 3, near, 0, length);
    for (int offset = 6; offset < 2 * margin; offset += 3) {
      add(near, offset, length);
    }
    weigh(near, extent.weight, far, extent.farWeight, length, row);
  }

  private void add(int[] to, int offset, int length) {
    System.arraycopy(wide, offset, moved, 0, length);
    add(to, moved, length);
  }

  private static void add(int[] to, int[] from, int length) {
    for (int i = 0; i < length; i++) {
      to[i] += from[i];
    }
  }

  private static void weigh(
      int[] near, int weight, int[] far, int farWeight, int length, int[] to) {
    for (int i = 0; i < length; i++) {
      to[i] = (near[i] * weight + far[i] * farWeight + HALF) >>> FRACTION_BITS;
    }
  }

  /** One pass down the columns: the rows that its box lies on, and their sums. */
  private static final class Descent {

    private int[][] rows = {};
    private int[] sums = {};

    void reserve(int length, int whole) {
      int needed = 2 * whole + 3;
      if (rows.length != needed || sums.length < length) {
        rows = new int[needed][length];
        sums = new int[length];
      }
    }

    /** Returns the memory of a row that comes in; the one long past is overwritten. */
    int[] row(int row) {
      return rows[row % rows.length];
    }

    /** Computes a row of the result; rows are taken in order, each once. */
    void take(int row, int last, int length, Extent extent, int[] to) {
      int whole = extent.whole;
      if (row == 0) {
        sumBefore(length, last, whole);
      }
      int[] above = row(Math.max(row - whole - 1, 0));
      int[] enters = row(Math.min(row + whole, last));
      int[] below = row(Math.min(row + whole + 1, last));
      slide(sums, above, enters, below, extent.weight, extent.farWeight, length, to);
    }

    /** Sums of the box one row before the first: rows -whole-1 to whole-1. */
    private void sumBefore(int length, int last, int whole) {
      int[] border = row(0);
      for (int i = 0; i < length; i++) {
        sums[i] = border[i] * (whole + 1);
      }
      for (int y = 0; y < whole; y++) {
        add(sums, row(Math.min(y, last)), length);
      }
    }

    private static void slide(
        int[] sums,
        int[] above,
        int[] enters,
        int[] below,
        int weight,
        int farWeight,
        int length,
        int[] to) {
      for (int i = 0; i < length; i++) {
        int sum = sums[i] + enters[i] - above[i];
        sums[i] = sum;
        to[i] = (sum * weight + (above[i] + below[i]) * farWeight + HALF) >>> FRACTION_BITS;
      }
    }
  }
}
