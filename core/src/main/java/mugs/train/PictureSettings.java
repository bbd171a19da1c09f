package mugs.train;

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
 * @param threads that decode and crop, 0 for as many as fit the machine
 */
public record PictureSettings(
    @Bounds("[0, 2147483647]") int limit,
    @Bounds("(0, 1]") double fraction,
    @Bounds("[0, 1]") double maxSkipped,
    @Bounds("[1, 2000]") int maxMegabytes,
    @Bounds("[1, 10000000]") int shuffleBuffer,
    @Bounds("[0, 1024]") int threads) {
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
}
