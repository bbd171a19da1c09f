package mugs.train;

import mugs.engine.Engine;
import mugs.load.Normalisation;

/**
 * How pictures are read.
 *
 * @param maxSkipped share of unreadable pictures, 0 to 1, above which a run stops. Higher forgives
 *     a worse collection; above 0 a single one is always forgiven, at 0 none is
 * @param threads that decode and crop, 0 for one a processor
 * @param ahead batches that are prepared before they are asked for. More even out pictures that are
 *     slow to read, and take memory
 * @param maxPixels a picture that claims to have more is skipped
 * @param reducedDecode true to decode large JPEGs at 1/2, 1/4 or 1/8 where every crop still gets
 *     its own resolution and none is sharpened. Faster; crops differ from those of the whole
 *     picture by less than 1 of 255 on average
 * @param mean of each channel in the collection, of values from 0 to 1. Pictures lose it before the
 *     network sees them
 * @param deviation of each channel in the collection. They are divided by it
 */
public record PictureSettings(
    @Bounds("[0, 1]") double maxSkipped,
    @Bounds("[0, 1024]") int threads,
    @Bounds("[1, 64]") int ahead,
    @Bounds("[1, 2000000000]") long maxPixels,
    boolean reducedDecode,
    @Bounds("[0, 1]") PerChannel mean,
    @Bounds("(0, 1]") PerChannel deviation) {

  /** Returns the number of threads that decode and crop. */
  int threadCount() {
    return threads > 0 ? threads : Engine.processors();
  }

  /**
   * Returns how pixels become floats.
   *
   * @param channels 3, or 1 for grey
   */
  public Normalisation normalisation(int channels) {
    Normalisation colours = new Normalisation(mean.toList(), deviation.toList());
    return channels == 1 ? colours.ofGrey() : colours;
  }
}
