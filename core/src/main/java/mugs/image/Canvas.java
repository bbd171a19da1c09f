package mugs.image;

import java.nio.ByteBuffer;
import java.util.List;
import mugs.engine.Resampler;
import mugs.image.Framing.Box;

/**
 * A surface on which crops are made: a part of a picture is taken, resized and changed in place.
 * Its memory is used again for the next crop. For one thread alone.
 *
 * <p>What is done to a whole picture before a box of it is cut out is computed for that box alone:
 * going back from the last operation, each says which part of its input decides what is wanted of
 * its output. Changes of tone are put off and done as one table. Those that depend on the whole
 * picture take its counts from the source, through the tables so far; only behind an operation that
 * is no table is the whole picture computed for them. So every result is that of the operations
 * done one by one to the whole.
 */
public final class Canvas {

  private final Census source = new Census();
  private final ToneTable pending = new ToneTable();
  private final BoxBlur blur = new BoxBlur();
  private final Sharpening sharpening = new Sharpening();
  private final Tones.Whole whole = new WholePicture();
  private Patch patch = new Patch();
  private Patch spare = new Patch();

  /** Whether the picture as it stands is the source, changed by what is pending alone. */
  private boolean tonesOfSource;

  /** Makes a canvas of one black pixel. */
  public Canvas() {
    patch.cover(1, 1);
  }

  /**
   * Does one operation to a picture, with what training does it with.
   *
   * @param picture to read
   * @param operation to do
   * @return a new picture
   */
  public static RgbImage changed(RgbImage picture, Operation operation) {
    Canvas canvas = new Canvas();
    canvas.changedPart(picture, false, List.of(operation), Box.of(picture));
    return canvas.image();
  }

  /**
   * Takes a part of a picture, resized with the bicubic filter.
   *
   * @param picture to read
   * @param box the part, inside the picture
   * @param width of the result in pixels
   * @param height of the result in pixels
   * @throws IllegalArgumentException if the box leaves the picture or a size is below 1
   */
  public void resizedPart(RgbImage picture, Box box, int width, int height) {
    Framing.check(picture, box);
    begin(false);
    patch.cover(width, height);
    if (box.width() == width && box.height() == height) {
      patch.cover(box, picture.width(), picture.height());
      patch.copy(picture, false);
      patch.cover(width, height);
    } else {
      Resampler.resample(
          picture.pixels(),
          new Resampler.Window(picture.width(), box.left(), box.top(), box.width(), box.height()),
          new Resampler.Size(width, height),
          Resampler.Filter.BICUBIC,
          patch.rgb());
    }
  }

  /**
   * Takes a part of a picture to which, as a whole, some operations are done first.
   *
   * @param picture to read
   * @param mirrored whether its left and right side are swapped before everything else
   * @param operations to do, in this order
   * @param box the part, inside the picture
   * @throws IllegalArgumentException if the box leaves the picture
   */
  public void changedPart(RgbImage picture, boolean mirrored, List<Operation> operations, Box box) {
    Framing.check(picture, box);
    begin(true);
    source.of(picture);
    Box[] parts = parts(operations, box, picture.width(), picture.height());
    patch.cover(parts[0], picture.width(), picture.height());
    patch.copy(picture, mirrored);
    for (int i = 0; i < parts.length - 1; i++) {
      change(operations.get(i), parts[i + 1]);
    }
  }

  private void begin(boolean fromSource) {
    pending.reset();
    tonesOfSource = fromSource;
  }

  /** Returns the parts of the picture that are needed before each operation and after the last. */
  private static Box[] parts(List<Operation> operations, Box last, int width, int height) {
    int count = operations.size();
    int tones = 0; // operations at the start that are tables
    while (tones < count && operations.get(tones) instanceof Operation.Tone) {
      tones++;
    }
    Box everything = new Box(0, 0, width, height);
    Box[] parts = new Box[count + 1];
    parts[count] = last;
    for (int i = count - 1; i >= 0; i--) {
      boolean counts = i > tones && dependsOnAll(operations.get(i));
      parts[i] = counts ? everything : reach(operations.get(i), parts[i + 1], width, height);
    }
    return parts;
  }

  private static boolean dependsOnAll(Operation operation) {
    return operation instanceof Operation.Contrast
        || operation instanceof Operation.AutoContrast
        || operation instanceof Operation.Equalize;
  }

  private static Box reach(Operation operation, Box part, int width, int height) {
    if (operation instanceof Operation.Move move) {
      return AffineMap.of(move, width, height).reach(part, width, height);
    } else if (operation instanceof Operation.Sharpness) {
      return Sharpening.reach(part, width, height);
    } else if (operation instanceof Operation.GaussianBlur) {
      return new Box(0, 0, width, height);
    }
    return part;
  }

  /**
   * Does an operation to what is on the canvas, as to a picture of its own.
   *
   * @param operation to do
   */
  public void change(Operation operation) {
    settle();
    change(operation, patch.box());
  }

  /** What is on the canvas becomes a picture of its own. */
  private void settle() {
    if (tonesOfSource) {
      finish();
      tonesOfSource = false;
    }
    patch.cover(patch.width(), patch.height());
  }

  /** Does an operation; of the result only a part is needed from here on. */
  private void change(Operation operation, Box part) {
    if (operation instanceof Operation.Tone tone) {
      Tones.add(tone, whole, pending);
    } else {
      finish();
      tonesOfSource = false;
      changePixels(operation, part);
    }
    trim(part);
  }

  private void changePixels(Operation operation, Box part) {
    byte[] rgb = patch.rgb();
    int length = patch.length();
    if (operation instanceof Operation.Saturation saturation) {
      Colours.saturation(rgb, length, saturation.factor());
    } else if (operation instanceof Operation.Hue hue) {
      HueTurn.turn(rgb, length, hue.shift());
    } else if (operation instanceof Operation.Grey) {
      Colours.grey(rgb, length);
    } else if (operation instanceof Operation.GaussianBlur gaussian) {
      blur.blur(patch, gaussian.sigma());
    } else {
      spare.cover(part, patch.pictureWidth(), patch.pictureHeight());
      if (operation instanceof Operation.Sharpness sharpness) {
        sharpening.sharpen(patch, spare, sharpness.factor());
      } else {
        Operation.Move move = (Operation.Move) operation;
        AffineMap map = AffineMap.of(move, patch.pictureWidth(), patch.pictureHeight());
        map.move(patch, spare, move.style());
      }
      swap();
    }
  }

  /** Throws away what lies outside a part. */
  private void trim(Box part) {
    if (!part.equals(patch.box())) {
      spare.cover(part, patch.pictureWidth(), patch.pictureHeight());
      spare.copy(patch);
      swap();
    }
  }

  private void swap() {
    Patch done = spare;
    spare = patch;
    patch = done;
  }

  /** Does the changes of tone that were put off, as everything that hands out pixels does. */
  public void finish() {
    if (!pending.isIdentity()) {
      pending.change(patch.rgb(), patch.length());
      pending.reset();
      tonesOfSource = false;
    }
  }

  /**
   * Resizes what is on the canvas with the bicubic filter.
   *
   * @param width of the result in pixels, at least 1
   * @param height of the result in pixels, at least 1
   */
  public void resize(int width, int height) {
    settle();
    finish();
    if (width == patch.width() && height == patch.height()) {
      return;
    }
    spare.cover(width, height);
    Resampler.resample(
        patch.rgb(),
        new Resampler.Window(patch.width(), 0, 0, patch.width(), patch.height()),
        new Resampler.Size(width, height),
        Resampler.Filter.BICUBIC,
        spare.rgb());
    swap();
  }

  /** Swaps left and right. */
  public void mirror() {
    patch.mirror();
  }

  /** Returns the width of what is on the canvas, in pixels. */
  public int width() {
    return patch.width();
  }

  /** Returns the height of what is on the canvas, in pixels. */
  public int height() {
    return patch.height();
  }

  /** Returns a copy of what is on the canvas. */
  public RgbImage image() {
    finish();
    byte[] copy = new byte[patch.length()];
    System.arraycopy(patch.rgb(), 0, copy, 0, copy.length);
    return new RgbImage(patch.width(), patch.height(), copy);
  }

  /**
   * Copies what is on the canvas into other memory: {@code height * width * 3} bytes.
   *
   * @param target to write to
   * @param at place of the first byte
   */
  public void copyTo(ByteBuffer target, int at) {
    finish();
    target.put(at, patch.rgb(), 0, patch.length());
  }

  /**
   * Copies the first channel of what is on the canvas into other memory: {@code height * width}
   * bytes. Of grey pixels that is their luma.
   *
   * @param target to write to
   * @param at place of the first byte
   */
  public void copyGreyTo(ByteBuffer target, int at) {
    finish();
    byte[] rgb = patch.rgb();
    int count = patch.width() * patch.height();
    for (int i = 0; i < count; i++) {
      target.put(at + i, rgb[3 * i]);
    }
  }

  /** The picture that the patch is a part of, as it stands, pending changes included. */
  private final class WholePicture implements Tones.Whole {

    @Override
    public int[][] counts() {
      return pending.counts(
          tonesOfSource ? source.counts() : Census.counts(patch.rgb(), patch.length()));
    }

    @Override
    public double meanLuma() {
      if (!tonesOfSource) {
        return pending.luma(patch.rgb(), patch.length()) / (patch.length() / 3.0);
      }
      byte[] all = source.picture().pixels();
      long sum = pending.isIdentity() ? source.luma() : pending.luma(all, all.length);
      return sum / (all.length / 3.0);
    }
  }
}
