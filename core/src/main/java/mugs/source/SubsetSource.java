package mugs.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some pictures of another source, in an order of choice: held-out pictures, a sample, a demo.
 *
 * <p>A view: paths and labels are those of the whole. Each level keeps all its classes, even ones
 * that no picture here has, so that labels mean the same in every subset. Closing a subset leaves
 * the whole open.
 */
public final class SubsetSource implements PictureSource {
  private final PictureSource whole;
  private final int[] indices;
  private final String name;
  private final List<LabelLevel> levels;

  /**
   * Chooses pictures.
   *
   * @param whole the source they are in
   * @param indices which ones, in the order they have here; each at most once; copied
   * @param name of the subset, for provenance
   * @throws IllegalArgumentException if an index is not in the whole, or is there twice
   */
  public SubsetSource(PictureSource whole, int[] indices, String name) {
    this.whole = whole;
    this.indices = indices.clone();
    this.name = name;
    BitSet chosen = new BitSet(whole.size());
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw refused(whole, "picture " + index + " is not in it");
      }
      if (chosen.get(index)) {
        throw refused(whole, "picture " + index + " was chosen twice");
      }
      chosen.set(index);
    }
    this.levels = List.copyOf(choose(whole.levels(), this.indices));
  }

  /**
   * Returns a part of a source for trials: always the same pictures, spread evenly over the classes
   * of its finest level, and over its order within each class, or over all of it where there are no
   * labels. Each class keeps its share of the pictures, to one picture.
   *
   * @param whole the source
   * @param count of the pictures wanted, at least 1
   * @return the source itself where it has no more pictures than that
   * @throws IllegalArgumentException if the count is below 1
   */
  public static PictureSource spread(PictureSource whole, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a part of %d pictures of %s: give at least 1".formatted(count, whole.name()));
    }
    if (count >= whole.size()) {
      return whole;
    }
    int[] byClass = byFinestClass(whole);
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = byClass[(int) ((2L * i + 1) * byClass.length / (2L * count))];
    }
    Arrays.sort(chosen);
    return new SubsetSource(
        whole, chosen, "%s (%d of %d)".formatted(whole.name(), count, whole.size()));
  }

  /** Returns all indices, those of a class together and in the order of the source. */
  private static int[] byFinestClass(PictureSource whole) {
    int[] sorted = new int[whole.size()];
    if (whole.levels().isEmpty()) {
      Arrays.setAll(sorted, i -> i);
      return sorted;
    }
    LabelLevel finest = whole.levels().get(whole.levels().size() - 1);
    int[] next = new int[finest.classes().size() + 1];
    for (int label : finest.labels()) {
      next[label + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    for (int i = 0; i < sorted.length; i++) {
      sorted[next[finest.labels()[i]]++] = i;
    }
    return sorted;
  }

  private static IllegalArgumentException refused(PictureSource whole, String reason) {
    return new IllegalArgumentException(
        "no subset of %s (%d pictures): %s; give indices from 0 on, each once"
            .formatted(whole.name(), whole.size(), reason));
  }

  private static List<LabelLevel> choose(List<LabelLevel> levels, int[] indices) {
    List<LabelLevel> chosen = new ArrayList<>();
    for (LabelLevel level : levels) {
      int[] labels = new int[indices.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = level.labels()[indices[i]];
      }
      chosen.add(new LabelLevel(level.name(), level.classes(), labels));
    }
    return chosen;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return whole.path(inWhole(index));
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    return whole.read(inWhole(index));
  }

  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    return whole.readBeginning(inWhole(index), bytes);
  }

  /**
   * {@inheritDoc} Here these are the stretches whose pictures lie in one run of the whole, in
   * rising order.
   */
  @Override
  public ForwardRuns forwardRuns() {
    ForwardRuns ofWhole = whole.forwardRuns();
    int[] runOf = new int[whole.size()];
    int number = 0;
    for (ForwardRuns.Run run : ofWhole.runs()) {
      Arrays.fill(runOf, run.from(), run.to(), ++number);
    }
    List<ForwardRuns.Run> runs = new ArrayList<>();
    for (int from = 0, to = 1; from < indices.length; from = to++) {
      int run = runOf[indices[from]];
      while (to < indices.length && runOf[indices[to]] == run && indices[to] > indices[to - 1]) {
        to++;
      }
      if (run > 0) {
        runs.add(new ForwardRuns.Run(from, to));
      }
    }
    return new ForwardRuns(runs, ofWhole.window());
  }

  /**
   * Returns where a picture is in the whole.
   *
   * @param index of the picture here, from 0 to {@link #size()} - 1
   */
  public int inWhole(int index) {
    return indices[Objects.checkIndex(index, indices.length)];
  }

  @Override
  public Optional<Path> file(int index) {
    return whole.file(inWhole(index));
  }

  @Override
  public long mostBytes() {
    return whole.mostBytes();
  }

  /** {@inheritDoc} This one takes in the fingerprint of the whole and the indices. */
  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(whole.fingerprint());
    for (int index : indices) {
      fingerprint.add(index);
    }
    return fingerprint.digits();
  }
}
