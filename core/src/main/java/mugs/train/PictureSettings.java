package mugs.train;

import mugs.engine.Engine;
import mugs.load.Normalisation;
import mugs.source.IndexingListener;
import mugs.source.OpenOptions;

/**
 * Which pictures are taken, and how they are read.
 *
 * @param limit most pictures that are taken, 0 for all: a trial; which ones, see {@link
 *     mugs.source.SubsetSource#spread}
 * @param fraction share of the pictures that is taken, above 0, up to 1; with a limit, whichever
 *     gives fewer
 * @param maxSkipped share of unreadable pictures, 0 to 1, above which a run stops. Higher forgives
 *     a worse collection; above 0 a single one is always forgiven, at 0 none is
 * @param maxMegabytes most megabytes that one encoded picture may have; a larger one counts as
 *     unreadable
 * @param shuffleBuffer pictures among which the order is shuffled where a source is read from front
 *     to back, as compressed archives are. More mixes better and takes their bytes in memory
 * @param threads that decode and crop, 0 for one a processor
 * @param ahead batches that are prepared before they are asked for. More even out pictures that are
 *     slow to read, and take memory
 * @param maxPixels a picture that claims to have more is skipped. Each thread may hold one of them:
 *     3 bytes of heap a pixel, 6 while it is turned
 * @param reducedDecode true to decode large JPEGs at 1/2, 1/4 or 1/8 where every crop still gets
 *     its own resolution and none is sharpened. Faster; crops differ from those of the whole
 *     picture by less than 1 of 255 on average
 * @param mean of each channel in the collection, of values from 0 to 1. Pictures lose it before the
 *     network sees them
 * @param deviation of each channel in the collection. They are divided by it
 */
public record PictureSettings(
    @Bounds("[0, 2147483647]") int limit,
    @Bounds("(0, 1]") double fraction,
    @ChangesNoResult @Bounds("[0, 1]") double maxSkipped,
    @Bounds("[1, 2000]") int maxMegabytes,
    @Bounds("[1, 10000000]") int shuffleBuffer,
    @ChangesNoResult @Bounds("[0, 1024]") int threads,
    @ChangesNoResult @Bounds("[1, 64]") int ahead,
    @Bounds("[1, 700000000]") long maxPixels,
    boolean reducedDecode,
    @Bounds("[0, 1]") PerChannel mean,
    @Bounds("(0, 1]") PerChannel deviation) {
  private static final long MEGABYTE = 1_000_000;

  /**
   * Returns how many pictures of a collection are taken.
   *
   * @param available in the collection
   */
  public long taken(long available) {
    long share = Math.max(1, Math.round(fraction * available));
    return Math.min(available, limit > 0 ? Math.min(limit, share) : share);
  }

  /**
   * Returns how to open the pictures.
   *
   * @param listener that hears of progress
   */
  public OpenOptions openOptions(IndexingListener listener) {
    return new OpenOptions(maxMegabytes * MEGABYTE, shuffleBuffer, listener);
  }

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
