package mugs.load;

import java.util.Arrays;
import java.util.BitSet;
import mugs.augment.CropRandom;
import mugs.source.ForwardRuns;
import mugs.source.PictureSource;

/**
 * The order in which an epoch goes through the pictures: a new one each epoch, fixed by the seed.
 *
 * <p>Pictures that are read well in any order are in a random one, all orders equally likely. Those
 * that are read well from front to back alone (see {@link ForwardRuns}) come run after run, the
 * runs in a random order, shuffled through a buffer: it holds as many pictures as the window has,
 * hands out a random one of them, and takes in the next. Both kinds are mixed at random.
 */
final class EpochOrder {
  /** Keeps the order's choices apart from those of any picture, whose index is never negative. */
  private static final long ORDER_KEY = -1;

  /** Keeps the choices of parts apart from those that all parts share. */
  private static final long PART_KEY = -2;

  private EpochOrder() {}

  /** Returns a random permutation of 0 to pictures - 1. */
  static int[] of(long seed, long epoch, int pictures) {
    return CropRandom.of(seed, epoch, ORDER_KEY).permutation(pictures);
  }

  /** Returns the order of one part of an epoch of a source. */
  static int[] of(long seed, long epoch, PictureSource source, EpochPart part) {
    return of(seed, epoch, source.size(), source.forwardRuns(), part);
  }

  /** Returns how many pictures one part of an epoch of a source has. */
  static int length(PictureSource source, EpochPart part) {
    int forward = forward(source.forwardRuns());
    return part.share(forward) + part.share(source.size() - forward);
  }

  private static int forward(ForwardRuns runs) {
    return runs.runs().stream().mapToInt(ForwardRuns.Run::size).sum();
  }

  /**
   * Returns the order of one part of an epoch; the parts have no picture in common.
   *
   * @param pictures of the source
   * @param runs of them that are read well from front to back alone
   */
  static int[] of(long seed, long epoch, int pictures, ForwardRuns runs, EpochPart part) {
    if (runs.isEmpty()) {
      int[] whole = of(seed, epoch, pictures);
      int[] own = new int[part.share(pictures)];
      for (int i = 0; i < own.length; i++) {
        own[i] = whole[i * part.count() + part.index()];
      }
      return own;
    }
    CropRandom shared = CropRandom.of(seed, epoch, ORDER_KEY);
    int[] forward = stretch(runsInRandomOrder(runs, shared), part);
    int[] loose = stretch(shuffled(looseOf(runs, pictures), shared), part);
    CropRandom own = CropRandom.of(CropRandom.key(seed, epoch, PART_KEY, part.index()));
    throughBuffer(forward, runs.window(), own);
    return mixed(forward, loose, own);
  }

  private static int[] runsInRandomOrder(ForwardRuns runs, CropRandom random) {
    int[] all = new int[forward(runs)];
    int filled = 0;
    for (int number : random.permutation(runs.runs().size())) {
      ForwardRuns.Run run = runs.runs().get(number);
      for (int i = run.from(); i < run.to(); i++) {
        all[filled++] = i;
      }
    }
    return all;
  }

  private static int[] looseOf(ForwardRuns runs, int pictures) {
    BitSet loose = new BitSet(pictures);
    loose.set(0, pictures);
    runs.runs().forEach(run -> loose.clear(run.from(), run.to()));
    return loose.stream().toArray();
  }

  private static int[] shuffled(int[] pictures, CropRandom random) {
    int[] order = random.permutation(pictures.length);
    return Arrays.stream(order).map(i -> pictures[i]).toArray();
  }

  /** Cuts, so that a part goes forward through pictures that lie together. */
  private static int[] stretch(int[] pictures, EpochPart part) {
    int share = part.share(pictures.length);
    return Arrays.copyOfRange(pictures, part.index() * share, (part.index() + 1) * share);
  }

  /** Shuffles in place: what is handed out makes room for what comes next. */
  private static void throughBuffer(int[] pictures, int window, CropRandom random) {
    int[] buffer = Arrays.copyOf(pictures, Math.min(window, pictures.length));
    int held = buffer.length;
    for (int i = 0, next = held; i < pictures.length; i++, next++) {
      int chosen = random.below(held);
      pictures[i] = buffer[chosen];
      buffer[chosen] = next < pictures.length ? pictures[next] : buffer[--held];
    }
  }

  private static int[] mixed(int[] one, int[] other, CropRandom random) {
    int[] all = new int[one.length + other.length];
    int fromOne = 0;
    for (int i = 0; i < all.length; i++) {
      boolean takeOne = random.below(all.length - i) < one.length - fromOne;
      all[i] = takeOne ? one[fromOne++] : other[i - fromOne];
    }
    return all;
  }
}
