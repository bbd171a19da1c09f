package mugs.engine;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBicubic;
import org.bytedeco.pytorch.kBilinear;

/**
 * Resamples 8-bit RGB pixels with an antialiased filter, bytes in and bytes out.
 *
 * <p>When a picture shrinks, the filter is stretched by the same factor, so that every source pixel
 * counts: this is what Pillow does and what OpenCV's cubic filter does not. libtorch has the same
 * filter for bytes whose channels lie side by side; its results differ from Pillow's by at most 2
 * of 255, because its weights have fewer bits. In a result of a few pixels such a difference
 * weighs, so these come from {@link FixedPointFilter}, which has no such difference. Values are
 * rounded to 8 bits between the horizontal and the vertical pass, so the order of the passes shows:
 * horizontal first, but vertical first where the height shrinks and loses more than twice the
 * pixels that the width loses (as in Pillow since version 13).
 *
 * <p>Any number of threads may call it at once. The work of one call is meant for one core: give
 * the calling thread a libtorch thread count of 1 first, or on processors without AVX2 a call takes
 * the cores of other threads as well. All native memory of a call is freed before it returns.
 */
@SuppressWarnings("try") // scopes and guards work by being open
public final class Resampler {

  private static final int CHANNELS = 3;

  /** Of a result: up to so many cost next to nothing, however they are made. */
  private static final int FEW_PIXELS = 64;

  /** Option objects kept for later calls; training asks for two sizes only. */
  private static final int KEPT_OPTIONS = 64;

  static {
    Engine.start(); // before the first of libtorch's objects
  }

  private static final Map<Target, InterpolateFuncOptions> OPTIONS = new ConcurrentHashMap<>();
  private static final TensorOptions BYTES =
      new TensorOptions(torch.ScalarType.Byte).retainReference();
  private static final MemoryFormatOptional CHANNELS_LAST =
      new MemoryFormatOptional(torch.MemoryFormat.ChannelsLast).retainReference();

  private Resampler() {}

  private record Target(Size size, Filter filter) {}

  /** The shape of the filter, before it is stretched. */
  public enum Filter {
    /** A triangle over 2 pixels. */
    BILINEAR,
    /** Keys' cubic with a = -0.5 over 4 pixels. */
    BICUBIC
  }

  /**
   * The part of a picture to resample.
   *
   * @param pictureWidth width of the whole picture, in pixels
   * @param left first column
   * @param top first row
   * @param width columns, at least 1
   * @param height rows, at least 1
   */
  public record Window(int pictureWidth, int left, int top, int width, int height) {

    /**
     * Checks that the columns lie inside the picture.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Window {
      if (left < 0 || top < 0 || width < 1 || height < 1 || left > pictureWidth - width) {
        throw new IllegalArgumentException(
            "a window of %d x %d pixels at column %d, row %d is not inside a picture %d pixels wide"
                .formatted(width, height, left, top, pictureWidth));
      }
    }
  }

  /**
   * The size of a result.
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   */
  public record Size(int width, int height) {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a side is below 1, or it has more than 715 million pixels
     */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "a picture cannot be resampled to %d x %d pixels, it needs 1 x 1 or more"
                .formatted(width, height));
      }
      if ((long) width * height > Integer.MAX_VALUE / CHANNELS) {
        throw new IllegalArgumentException(
            "a picture of %d x %d pixels does not fit in an array".formatted(width, height));
      }
    }

    private int bytes() {
      return width * height * CHANNELS;
    }
  }

  /**
   * Resamples one part of a picture; pixels outside of it have no influence.
   *
   * @param rgb the whole picture, row by row, red, green, blue
   * @param window the part to resample
   * @param size of the result
   * @param filter to use
   * @return {@code width * height * 3} bytes, row by row, red, green, blue
   * @throws IllegalArgumentException if the window leaves the picture
   */
  public static byte[] resample(byte[] rgb, Window window, Size size, Filter filter) {
    byte[] result = new byte[size.bytes()];
    resample(rgb, window, size, filter, result);
    return result;
  }

  /**
   * Resamples one part of a picture into given memory; pixels outside of the part have no
   * influence.
   *
   * @param rgb the whole picture, row by row, red, green, blue
   * @param window the part to resample
   * @param size of the result
   * @param filter to use
   * @param result takes {@code width * height * 3} bytes at its start, row by row, red, green, blue
   * @throws IllegalArgumentException if the window leaves the picture, or the result does not fit
   */
  public static void resample(byte[] rgb, Window window, Size size, Filter filter, byte[] result) {
    long needed = (long) window.pictureWidth * (window.top + (long) window.height) * CHANNELS;
    if (needed > rgb.length) {
      throw new IllegalArgumentException(
          "the window ends at byte %d, the picture at byte %d".formatted(needed, rgb.length));
    }
    if (result.length < size.bytes()) {
      throw new IllegalArgumentException(
          "the result has %d bytes, there is room for %d".formatted(size.bytes(), result.length));
    }
    if ((long) size.width * size.height <= FEW_PIXELS) {
      byte[] exact = exactly(rgb, window, size, filter);
      System.arraycopy(exact, 0, result, 0, exact.length);
      return;
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard noGrad = new NoGradGuard()) {
      Tensor pixels = pixels(rgb, window);
      if (verticalFirst(window, size)) {
        Size lower = new Size(window.width, size.height);
        pixels = torch.interpolate(pixels, optionsOf(new Target(lower, filter)));
      }
      pixels = torch.interpolate(pixels, keptOptions(new Target(size, filter)));
      pixels
          .contiguous(torch.MemoryFormat.ChannelsLast)
          .data_ptr_byte()
          .get(result, 0, size.bytes());
    }
  }

  private static byte[] exactly(byte[] rgb, Window window, Size size, Filter filter) {
    int rowBytes = window.width * CHANNELS;
    byte[] pixels = new byte[rowBytes * window.height];
    for (int row = 0; row < window.height; row++) {
      int start = ((window.top + row) * window.pictureWidth + window.left) * CHANNELS;
      System.arraycopy(rgb, start, pixels, row * rowBytes, rowBytes);
    }
    FixedPointFilter rows = new FixedPointFilter(window.width, size.width, filter);
    FixedPointFilter columns = new FixedPointFilter(window.height, size.height, filter);
    return verticalFirst(window, size)
        ? rows.alongRows(columns.alongColumns(pixels, window.width), size.height, window.width)
        : columns.alongColumns(rows.alongRows(pixels, window.height, window.width), size.width);
  }

  private static boolean verticalFirst(Window window, Size size) {
    int rowsLost = window.height - size.height;
    return rowsLost > 0 && rowsLost > 2 * (window.width - size.width);
  }

  private static Tensor pixels(byte[] rgb, Window window) {
    Tensor pixels =
        torch.empty(new long[] {1, CHANNELS, window.height, window.width}, BYTES, CHANNELS_LAST);
    int rowBytes = window.width * CHANNELS;
    ByteBuffer memory =
        pixels.data_ptr_byte().capacity((long) rowBytes * window.height).asByteBuffer();
    if (window.width == window.pictureWidth) {
      memory.put(0, rgb, window.top * rowBytes, rowBytes * window.height);
      return pixels;
    }
    for (int row = 0; row < window.height; row++) {
      int start = ((window.top + row) * window.pictureWidth + window.left) * CHANNELS;
      memory.put(row * rowBytes, rgb, start, rowBytes);
    }
    return pixels;
  }

  private static InterpolateFuncOptions keptOptions(Target target) {
    InterpolateFuncOptions known = OPTIONS.get(target);
    if (known != null) {
      return known;
    }
    InterpolateFuncOptions options = optionsOf(target);
    if (OPTIONS.size() < KEPT_OPTIONS && OPTIONS.putIfAbsent(target, options) == null) {
      options.retainReference();
    }
    return options;
  }

  private static InterpolateFuncOptions optionsOf(Target target) {
    InterpolateFuncOptions options = new InterpolateFuncOptions();
    options.size().put(new LongVector(new long[] {target.size.height, target.size.width}));
    switch (target.filter) {
      case BILINEAR -> options.mode().put(new kBilinear());
      case BICUBIC -> options.mode().put(new kBicubic());
    }
    options.align_corners().put(new BoolOptional(false));
    options.antialias().put(true);
    return options;
  }
}
