package mugs.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import mugs.engine.Workers;
import mugs.image.ImageDecoder;
import mugs.image.PictureFacts;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/**
 * Looks at every picture of a source: formats, sizes, what cannot be read, exact duplicates. It
 * keeps some 25 bytes a picture, a million pictures take 25 MB.
 */
public final class PictureSurvey {

  /** Pictures between two reports of progress; the threads wait for each other there. */
  private static final int CHUNK = 1024;

  /** What is read of a picture for its header, at first. */
  private static final int HEADER_BYTES = 4096;

  private final PictureSource source;
  private final boolean decode;
  private final long maxPixels;
  private final int[] widths;
  private final int[] heights;
  private final BitSet readable = new BitSet();
  private final Map<String, Integer> formats = new TreeMap<>();
  private final UnreadablePictures unreadable = new UnreadablePictures();
  private final DuplicatePictures.Hashes hashes;

  private PictureSurvey(PictureSource source, boolean decode, long maxPixels) {
    this.source = source;
    this.decode = decode;
    this.maxPixels = maxPixels;
    this.widths = new int[source.size()];
    this.heights = new int[source.size()];
    this.hashes = new DuplicatePictures.Hashes(decode ? source.size() : 0);
  }

  /**
   * Looks at all pictures.
   *
   * @param source of the pictures
   * @param decode whether to decode them; otherwise their headers alone are read, which is much
   *     faster and does not see what is broken behind them, nor which are the same
   * @param maxPixels a picture that claims to have more cannot be read
   * @param threads that read and decode, at least 1
   * @param progress hears now and then how many are done, on the calling thread
   */
  public static PictureSurvey of(
      PictureSource source, boolean decode, long maxPixels, int threads, IntConsumer progress) {
    PictureSurvey survey = new PictureSurvey(source, decode, maxPixels);
    try (Workers workers = new Workers(threads, 1)) {
      for (int from = 0; from < source.size(); from += CHUNK) {
        int to = Math.min(from + CHUNK, source.size());
        survey.lookAt(workers, from, to);
        progress.accept(to);
      }
    }
    return survey;
  }

  private void lookAt(Workers workers, int from, int to) {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < workers.count(); t++) {
      int first = from + t;
      tasks.add(
          () -> {
            for (int i = first; i < to; i += workers.count()) {
              lookAt(i);
            }
            return true;
          });
    }
    workers.run(tasks);
  }

  private void lookAt(int index) {
    try {
      PictureFacts facts = decode ? factsOfWhole(index) : factsOfHeader(index);
      widths[index] = facts.width();
      heights[index] = facts.height();
      synchronized (readable) {
        readable.set(index);
        formats.merge(facts.format(), 1, Integer::sum);
      }
    } catch (IOException e) {
      unreadable.add(index, source.path(index), String.valueOf(e.getMessage()));
    }
  }

  private PictureFacts factsOfWhole(int index) throws IOException {
    StoredPicture stored = source.read(index);
    String format = PictureFacts.of(stored, maxPixels).format();
    RgbImage picture = ImageDecoder.decode(stored, maxPixels, ImageDecoder.Reduction.NONE);
    hashes.put(index, stored);
    return new PictureFacts(format, picture.width(), picture.height());
  }

  /** Most headers stand in the first bytes; those of others, and what is wrong, are looked up. */
  private PictureFacts factsOfHeader(int index) throws IOException {
    try {
      return PictureFacts.of(source.readBeginning(index, HEADER_BYTES), maxPixels);
    } catch (UnreadablePictureException e) {
      return PictureFacts.of(source.read(index), maxPixels);
    }
  }

  /** Returns how many pictures can be read. */
  public int readable() {
    return readable.cardinality();
  }

  /** Returns whether pictures were decoded, not only their headers read. */
  public boolean decoded() {
    return decode;
  }

  /** Returns what could not be read. */
  public UnreadablePictures unreadable() {
    return unreadable;
  }

  /** Returns how many readable pictures there are of each format, the most frequent first. */
  public List<Map.Entry<String, Integer>> formats() {
    return formats.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .collect(Collectors.toList());
  }

  /** Returns the widths of the readable pictures in pixels, if there is one. */
  public Optional<Spread> widths() {
    return spread(readable.stream().mapToLong(i -> widths[i]));
  }

  /** Returns the heights of the readable pictures in pixels, if there is one. */
  public Optional<Spread> heights() {
    return spread(readable.stream().mapToLong(i -> heights[i]));
  }

  /** Returns the numbers of pixels of the readable pictures, if there is one. */
  public Optional<Spread> pixels() {
    return spread(readable.stream().mapToLong(i -> (long) widths[i] * heights[i]));
  }

  private static Optional<Spread> spread(LongStream values) {
    long[] all = values.toArray();
    return all.length == 0 ? Optional.empty() : Optional.of(Spread.of(all));
  }

  /**
   * Returns how many readable pictures have a shorter side below a length.
   *
   * @param side in pixels
   */
  public int smallerThan(int side) {
    return (int) readable.stream().filter(i -> Math.min(widths[i], heights[i]) < side).count();
  }

  /**
   * Returns the readable pictures that are stored byte by byte the same; nothing where headers
   * alone were read.
   */
  public Optional<DuplicatePictures> duplicates() {
    return decode ? Optional.of(hashes.among(readable)) : Optional.empty();
  }
}
