package mugs.load;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import mugs.source.ForwardRuns;
import mugs.source.PictureSource;

/**
 * The pictures of a source that could not be read, and why. Any number of threads may add.
 *
 * <p>They are too many as soon as they are more than their share of the source. Where a source is
 * gone through from front to back, it is their share of the pictures read since the run was begun
 * or resumed, once these are 1,000; and once all are read, their share of all, whenever they were
 * found.
 */
public final class SkippedPictures {
  private static final int FEWEST_READ = 1000;
  private static final int NAMED = 3;

  private final PictureSource source;
  private final double largestShare;
  private final boolean stream;
  private final int knownBefore;
  private final String setting;
  private final Map<Integer, String> reasons = new ConcurrentSkipListMap<>();
  private final Set<Integer> beyond = ConcurrentHashMap.newKeySet();
  private final BitSet read = new BitSet(); // of streams; guarded by itself

  /**
   * Starts with none.
   *
   * @param source of the pictures
   * @param largestShare of them, from 0 to 1, that may be skipped; above 0 a single one always may,
   *     however small the collection
   */
  public SkippedPictures(PictureSource source, double largestShare) {
    this(source, largestShare, Map.of());
  }

  /**
   * Goes on from those that are known; they count, and are not tried again.
   *
   * @param source of the pictures
   * @param largestShare of them, from 0 to 1, that may be skipped
   * @param known reasons by index, as {@link #byIndex} gave them
   */
  public SkippedPictures(PictureSource source, double largestShare, Map<Integer, String> known) {
    this(source, largestShare, known, "pictures.max-skipped", isStream(source));
  }

  private SkippedPictures(
      PictureSource source,
      double largestShare,
      Map<Integer, String> known,
      String setting,
      boolean stream) {
    this.setting = setting.isEmpty() ? "" : ", or raise " + setting;
    this.source = source;
    this.largestShare = largestShare;
    reasons.putAll(known);
    known.keySet().forEach(read::set);
    this.knownBefore = known.size();
    this.stream = stream;
  }

  private static boolean isStream(PictureSource source) {
    int forward = source.forwardRuns().runs().stream().mapToInt(ForwardRuns.Run::size).sum();
    return forward > 0 && forward == source.size();
  }

  /**
   * Starts with none, for an evaluation: they are too many as soon as they are more than their
   * share of all pictures, in whatever order these are read.
   *
   * @param source of the pictures
   * @param allowed how many may be skipped
   */
  public static SkippedPictures ofEvaluation(PictureSource source, UnreadableShare allowed) {
    return new SkippedPictures(source, allowed.most(), Map.of(), allowed.setting(), false);
  }

  /**
   * Takes note of a picture that could be read.
   *
   * @param index of the picture
   * @throws TooManySkippedException if it is known now that those that could not are too many
   */
  void readWell(int index) throws TooManySkippedException {
    if (stream) {
      judge(index);
    }
  }

  /**
   * Adds a picture; one that is there already is not counted again.
   *
   * @param index of the picture
   * @param reason in one line
   * @return whether it is new
   * @throws TooManySkippedException if that makes too many
   */
  public boolean add(int index, String reason) throws TooManySkippedException {
    boolean added = reasons.putIfAbsent(index, reason) == null;
    try {
      judge(index);
    } catch (TooManySkippedException e) {
      beyond.add(index);
      throw e;
    }
    return added;
  }

  private void judge(int index) throws TooManySkippedException {
    int seen = stream ? countRead(index) : source.size();
    boolean whole = seen == source.size();
    // what was read before a run was resumed is known of the skipped alone
    int leftOut = whole ? 0 : knownBefore;
    int of = seen - leftOut;
    int count = reasons.size() - leftOut;
    if ((whole || of >= FEWEST_READ) && count > most(of, largestShare)) {
      throw tooMany(count, of);
    }
  }

  private int countRead(int index) {
    synchronized (read) {
      read.set(index);
      return read.cardinality();
    }
  }

  /**
   * Returns how many pictures may be skipped.
   *
   * @param pictures in the source
   * @param largestShare of them, from 0 to 1
   */
  public static int most(int pictures, double largestShare) {
    return largestShare > 0 ? Math.max(1, (int) (largestShare * pictures)) : 0;
  }

  /** Returns what to throw when not a single picture can be read. */
  TooManySkippedException all() {
    return tooMany(reasons.size(), source.size());
  }

  private TooManySkippedException tooMany(int count, int of) {
    boolean all = count == source.size();
    if (all && count == 1) {
      return new TooManySkippedException(
          "the only picture of %s cannot be read: %s; give others"
              .formatted(source.name(), named()));
    }
    return new TooManySkippedException(
        String.format(
            Locale.ROOT,
            "%s of %s%,d pictures of %s cannot be read%s: %s%s; mend or remove them%s",
            all ? "all" : String.format(Locale.ROOT, "%,d", count),
            of < source.size() ? "the first " : "",
            of,
            source.name(),
            all
                ? ""
                : " (%s, at most %s may be)".formatted(percent(count, of), percent(largestShare)),
            named(),
            count > NAMED ? String.format(Locale.ROOT, " and %,d more", count - NAMED) : "",
            all ? "" : setting));
  }

  private String named() {
    return reasons.entrySet().stream()
        .limit(NAMED)
        .map(entry -> "%s (%s)".formatted(source.path(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String percent(int part, int whole) {
    return percent((double) part / whole);
  }

  private static String percent(double share) {
    return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(100 * share)
        + " %";
  }

  boolean contains(int index) {
    return reasons.containsKey(index);
  }

  /** Returns how many there are. */
  public int count() {
    return reasons.size();
  }

  /** Returns the reasons by index, in the order of the source. */
  public SortedMap<Integer, String> byIndex() {
    return new TreeMap<>(reasons);
  }

  /**
   * Returns the same without those that made them too many: nothing came in their places yet, so
   * work that is gone on with tries them again, as somebody may have mended them.
   */
  public SortedMap<Integer, String> withinShare() {
    SortedMap<Integer, String> within = byIndex();
    within.keySet().removeAll(beyond);
    return within;
  }

  /** Returns the reasons by path, in the order of the source. */
  public Map<String, String> reasons() {
    Map<String, String> byPath = new LinkedHashMap<>();
    reasons.forEach((index, reason) -> byPath.put(source.path(index), reason));
    return byPath;
  }
}
