package mugs.augment;

import java.util.Optional;

/**
 * A box of a crop that is to be overwritten with noise, once the crop has become floats.
 *
 * <p>The noise is not clipped, so it cannot be part of 8-bit pixels.
 *
 * @param left first column
 * @param top first row
 * @param width columns
 * @param height rows
 * @param noiseSeed fixes the noise
 */
public record Erasing(int left, int top, int width, int height, long noiseSeed) {

  private static final int TRIES = 10;

  /**
   * Draws a box, in at most 10 tries. It is smaller than the crop in both directions.
   *
   * @param settings of the box
   * @param size of the crop's sides
   * @param random decides everything
   * @return the box, or nothing where no try fits (crops of a few pixels)
   */
  static Optional<Erasing> draw(ErasingSettings settings, int size, CropRandom random) {
    for (int i = 0; i < TRIES; i++) {
      double area = random.uniform(settings.area().min(), settings.area().max()) * size * size;
      double ratio = random.logUniform(settings.ratio().min(), settings.ratio().max());
      int height = (int) Math.rint(Math.sqrt(area * ratio));
      int width = (int) Math.rint(Math.sqrt(area / ratio));
      if (height > 0 && height < size && width > 0 && width < size) {
        int top = random.below(size - height + 1);
        int left = random.below(size - width + 1);
        return Optional.of(new Erasing(left, top, width, height, random.nextLong()));
      }
    }
    return Optional.empty();
  }

  /**
   * Writes standard normal noise into the box of a crop whose values are 0 to 1, before it is
   * normalised. The noise is drawn plane by plane, row by row, column by column.
   *
   * @param planes holds the crop as {@code [channels, size, size]}
   * @param channels 3 or 1
   * @param size of the crop's sides
   */
  public void fill(float[] planes, int channels, int size) {
    CropRandom noise = CropRandom.of(noiseSeed);
    for (int plane = 0; plane < channels; plane++) {
      for (int row = top; row < top + height; row++) {
        int start = (plane * size + row) * size + left;
        for (int i = start; i < start + width; i++) {
          planes[i] = (float) noise.normal();
        }
      }
    }
  }
}
