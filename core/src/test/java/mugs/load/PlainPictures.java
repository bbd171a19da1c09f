package mugs.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/** A source for tests: small pictures of one colour each, some of which cannot be read. */
public final class PlainPictures implements PictureSource {
  /** Sides of every picture. */
  public static final int SIDE = 16;

  private final int[][] colours;
  private final Set<Integer> broken;
  private final Map<Integer, Throwable> failing;
  private final Set<Integer> stuck;
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final List<LabelLevel> levels;

  /** The pictures that were asked for. */
  private final Set<Integer> asked = new ConcurrentSkipListSet<>();

  private final Map<Integer, Integer> times = new ConcurrentHashMap<>();

  private PlainPictures(int[][] colours, Set<Integer> broken, List<LabelLevel> levels) {
    this(colours, broken, Map.of(), Set.of(), levels);
  }

  private PlainPictures(
      int[][] colours,
      Set<Integer> broken,
      Map<Integer, Throwable> failing,
      Set<Integer> stuck,
      List<LabelLevel> levels) {
    this.colours = colours;
    this.broken = broken;
    this.failing = failing;
    this.stuck = stuck;
    this.levels = levels;
  }

  /** Returns pictures of different colours, without labels. */
  public static PlainPictures coloured(int count) {
    int[][] colours = new int[count][];
    Arrays.setAll(colours, i -> new int[] {i * 89 % 256, i * 151 % 256, i * 211 % 256});
    return new PlainPictures(colours, Set.of(), List.of());
  }

  /** Returns grey pictures, without labels. */
  public static PlainPictures grey(int... values) {
    int[][] colours = new int[values.length][];
    Arrays.setAll(colours, i -> new int[] {values[i], values[i], values[i]});
    return new PlainPictures(colours, Set.of(), List.of());
  }

  /** Returns the same pictures, some of them broken. */
  public PlainPictures withBroken(Integer... indexes) {
    return new PlainPictures(colours, Set.of(indexes), levels);
  }

  /** Returns the same pictures; reading some of them fails as no reading should. */
  public PlainPictures withFailing(Integer... indexes) {
    return withFailing(new IllegalArgumentException("the store is gone"), indexes);
  }

  /** Returns the same pictures; reading some of them fails so. */
  PlainPictures withFailing(Throwable reason, Integer... indexes) {
    Map<Integer, Throwable> reasons =
        Arrays.stream(indexes).collect(Collectors.toMap(index -> index, index -> reason));
    return new PlainPictures(colours, broken, reasons, stuck, levels);
  }

  /** Returns the same pictures; reading one of them waits until {@link #goOn}. */
  public PlainPictures withStuck(int index) {
    return new PlainPictures(colours, broken, failing, Set.of(index), levels);
  }

  /** Ends the waiting. */
  public void goOn() {
    goesOn.countDown();
  }

  /** Returns how often a picture was asked for. */
  public int timesAsked(int index) {
    return times.getOrDefault(index, 0);
  }

  /** Returns the same pictures with labels, picture by picture. */
  public PlainPictures labelled(String level, int classes, int... labels) {
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class-" + i).toList();
    return new PlainPictures(colours, broken, List.of(new LabelLevel(level, names, labels)));
  }

  /** Returns the pictures that were asked for so far. */
  public Set<Integer> asked() {
    return asked;
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public int size() {
    return colours.length;
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return "plain/" + index + ".png";
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    asked.add(index);
    times.merge(index, 1, Integer::sum);
    Throwable failure = failing.get(index);
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (stuck.contains(index)) {
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    if (broken.contains(index)) {
      throw new IOException("it is broken");
    }
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) colours[index][i % 3];
    }
    return new StoredPicture.Raw(pixels, SIDE, SIDE);
  }
}
