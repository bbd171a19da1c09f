package mugs.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Several sources one after the other.
 *
 * <p>A picture's path begins with the name of its source; of sources with the same name, the second
 * is called {@code name-2}. Where all sources have the same number of label levels, these are
 * joined, and classes of the same name at the same level are one class; otherwise there are no
 * labels. A joined level keeps its name where all sources call it the same, and is {@code level-1},
 * {@code level-2}, ... else. Closing closes all.
 */
public final class JoinedSource implements PictureSource {
  private final List<PictureSource> parts;
  private final List<String> prefixes;
  private final int[] starts;
  private final int size;
  private final List<LabelLevel> levels;

  /**
   * Joins sources.
   *
   * @param parts at least one
   * @throws IllegalArgumentException if there is none, or more than 2³¹ - 1 pictures in all
   */
  public JoinedSource(List<? extends PictureSource> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a joined source needs at least one source");
    }
    this.parts = List.copyOf(parts);
    this.prefixes = prefixes(this.parts);
    this.starts = new int[parts.size()];
    long count = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = (int) count;
      count += parts.get(i).size();
      if (count > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("more than 2147483647 pictures cannot be joined");
      }
    }
    this.size = (int) count;
    this.levels = levels(this.parts, size);
  }

  private static List<String> prefixes(List<PictureSource> parts) {
    Set<String> taken = new HashSet<>();
    List<String> prefixes = new ArrayList<>();
    for (PictureSource part : parts) {
      String prefix = part.name();
      for (int i = 2; !taken.add(prefix); i++) {
        prefix = part.name() + "-" + i;
      }
      prefixes.add(prefix);
    }
    return prefixes;
  }

  private static List<LabelLevel> levels(List<PictureSource> parts, int size) {
    int count = parts.get(0).levels().size();
    List<LabelLevel> levels = new ArrayList<>();
    if (parts.stream().allMatch(part -> part.levels().size() == count)) {
      for (int i = 0; i < count; i++) {
        int depth = i;
        levels.add(join(parts.stream().map(p -> p.levels().get(depth)).toList(), depth, size));
      }
    }
    return List.copyOf(levels);
  }

  private static LabelLevel join(List<LabelLevel> levels, int depth, int size) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    int[] labels = new int[size];
    int at = 0;
    for (LabelLevel level : levels) {
      level.classes().forEach(name -> classes.putIfAbsent(name, classes.size()));
      int[] joined = level.classes().stream().mapToInt(classes::get).toArray();
      for (int label : level.labels()) {
        labels[at++] = joined[label];
      }
    }
    Set<String> names = levels.stream().map(LabelLevel::name).collect(Collectors.toSet());
    String name = names.size() == 1 ? levels.get(0).name() : "level-" + (depth + 1);
    return new LabelLevel(name, List.copyOf(classes.keySet()), labels);
  }

  /** Returns the names of the sources, with {@code +} between. */
  @Override
  public String name() {
    return String.join(" + ", prefixes);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    int part = part(index);
    return prefixes.get(part) + "/" + parts.get(part).path(index - starts[part]);
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    int part = part(index);
    return parts.get(part).read(index - starts[part]);
  }

  @Override
  public StoredPicture readBeginning(int index, int bytes) throws IOException {
    int part = part(index);
    return parts.get(part).readBeginning(index - starts[part], bytes);
  }

  /** {@inheritDoc} Here these are the runs of all sources, and the smallest of their windows. */
  @Override
  public ForwardRuns forwardRuns() {
    List<ForwardRuns.Run> runs = new ArrayList<>();
    int window = Integer.MAX_VALUE;
    for (int i = 0; i < starts.length; i++) {
      ForwardRuns ofPart = parts.get(i).forwardRuns();
      for (ForwardRuns.Run run : ofPart.runs()) {
        runs.add(new ForwardRuns.Run(starts[i] + run.from(), starts[i] + run.to()));
        window = Math.min(window, ofPart.window());
      }
    }
    return runs.isEmpty() ? ForwardRuns.NONE : new ForwardRuns(runs, window);
  }

  /** Returns which source holds a picture: the last one that starts at or before it. */
  private int part(int index) {
    int found = Arrays.binarySearch(starts, Objects.checkIndex(index, size));
    int part = found >= 0 ? found : -found - 2;
    while (parts.get(part).size() == 0) {
      part++;
    }
    return part;
  }

  @Override
  public Optional<Path> file(int index) {
    int part = part(index);
    return parts.get(part).file(index - starts[part]);
  }

  /** {@inheritDoc} Here it is the smallest of those of the sources. */
  @Override
  public long mostBytes() {
    return parts.stream().mapToLong(PictureSource::mostBytes).min().orElse(Long.MAX_VALUE);
  }

  /** {@inheritDoc} This one takes in the names and fingerprints of the sources. */
  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    for (int i = 0; i < starts.length; i++) {
      fingerprint.add(prefixes.get(i)).add(parts.get(i).fingerprint());
    }
    return fingerprint.digits();
  }

  @Override
  public void close() throws IOException {
    closeAll(parts);
  }

  /** Closes every source, even if one fails; then throws the first failure. */
  static void closeAll(List<? extends PictureSource> sources) throws IOException {
    IOException failure = null;
    for (PictureSource source : sources) {
      try {
        source.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
