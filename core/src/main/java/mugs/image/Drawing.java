package mugs.image;

import java.util.Arrays;
import mugs.engine.Engine;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture that others and words are drawn on. Colours are written {@code 0xRRGGBB}.
 *
 * <p>Letters are strokes that OpenCV brings along, so that no font has to be installed; it has
 * those of ASCII alone: others lose their accents, and a question mark stands for those that then
 * are still none. Not for use by several threads at once.
 */
public final class Drawing {
  private static final int STROKES = opencv_imgproc.FONT_HERSHEY_SIMPLEX;

  /** Height of a capital of the strokes at scale 1, in pixels. */
  private static final double CAPITAL = 21;

  /** Room around letters for what hangs below the line and for soft edges, in capitals. */
  private static final double ROOM = 0.6;

  static {
    Engine.prepare(); // OpenCV brings a BLAS, which libtorch would then use too
  }

  private final int width;
  private final int height;
  private final byte[] pixels;

  /**
   * Starts with an empty drawing.
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param background its colour
   */
  public Drawing(int width, int height, int background) {
    this.width = width;
    this.height = height;
    this.pixels = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    fill(0, 0, width, height, background);
  }

  /**
   * Fills a rectangle; what lies outside the drawing is left out.
   *
   * @param left first column
   * @param top first row
   * @param columns its width
   * @param rows its height
   * @param colour to fill it with
   */
  public void fill(int left, int top, int columns, int rows, int colour) {
    for (int y = Math.max(0, top); y < Math.min(height, top + rows); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, left + columns); x++) {
        int at = 3 * (y * width + x);
        pixels[at] = (byte) (colour >> 16);
        pixels[at + 1] = (byte) (colour >> 8);
        pixels[at + 2] = (byte) colour;
      }
    }
  }

  /**
   * Draws a picture.
   *
   * @param picture to draw
   * @param left its first column
   * @param top its first row
   * @param scale each of its pixels becomes a square of so many, at least 1
   */
  public void place(RgbImage picture, int left, int top, int scale) {
    byte[] from = picture.pixels();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int at = 3 * (y * picture.width() + x);
        int colour = (from[at] & 0xff) << 16 | (from[at + 1] & 0xff) << 8 | (from[at + 2] & 0xff);
        fill(left + x * scale, top + y * scale, scale, scale, colour);
      }
    }
  }

  /**
   * Writes a line of text.
   *
   * @param text to write
   * @param left where it begins
   * @param baseline the row that its letters stand on
   * @param capital height of a capital letter in pixels
   * @param colour of the letters
   */
  public void write(String text, int left, int baseline, int capital, int colour) {
    if (text.isEmpty()) {
      return;
    }
    int room = (int) Math.ceil(ROOM * capital);
    int columns = widthOf(text, capital) + 2 * room;
    int rows = capital + 2 * room;
    byte[] strength = new byte[columns * rows];
    try (Scalar black = new Scalar(0);
        Scalar white = new Scalar(255);
        Mat mask = new Mat(rows, columns, opencv_core.CV_8UC1, black);
        Point start = new Point(room, room + capital)) {
      opencv_imgproc.putText(
          mask,
          PlainLetters.of(text),
          start,
          STROKES,
          capital / CAPITAL,
          white,
          thickness(capital),
          opencv_imgproc.LINE_AA,
          false);
      try (BytePointer data = mask.data()) {
        data.get(strength);
      }
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        blend(
            left - room + x,
            baseline - capital - room + y,
            colour,
            strength[y * columns + x] & 0xff);
      }
    }
  }

  /**
   * Returns how wide a line of text is.
   *
   * @param text to write
   * @param capital height of a capital letter in pixels
   */
  public static int widthOf(String text, int capital) {
    try (Size size =
        opencv_imgproc.getTextSize(
            PlainLetters.of(text), STROKES, capital / CAPITAL, thickness(capital), new int[1])) {
      return size.width();
    }
  }

  /** Returns what was drawn so far. */
  public RgbImage picture() {
    return new RgbImage(width, height, Arrays.copyOf(pixels, pixels.length));
  }

  private void blend(int x, int y, int colour, int strength) {
    if (strength == 0 || x < 0 || x >= width || y < 0 || y >= height) {
      return;
    }
    int at = 3 * (y * width + x);
    for (int channel = 0; channel < 3; channel++) {
      int wanted = colour >> (16 - 8 * channel) & 0xff;
      int here = pixels[at + channel] & 0xff;
      pixels[at + channel] = (byte) (here + ((wanted - here) * strength + 127) / 255);
    }
  }

  private static int thickness(int capital) {
    return Math.max(1, (int) Math.round(capital / 11.0));
  }
}
