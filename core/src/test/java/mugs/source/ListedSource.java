package mugs.source;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A source for tests: a picture's bytes are its path. */
final class ListedSource implements PictureSource {
  private final String name;
  private final List<LabelLevel> levels;
  private final List<String> paths;
  private ForwardRuns runs = ForwardRuns.NONE;
  private boolean closed;

  ListedSource(String name, List<LabelLevel> levels, String... paths) {
    this.name = name;
    this.levels = levels;
    this.paths = List.of(paths);
  }

  /** Makes it a source that is read well from front to back alone. */
  ListedSource readForward(ForwardRuns forward) {
    runs = forward;
    return this;
  }

  @Override
  public ForwardRuns forwardRuns() {
    return runs;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return paths.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return paths.get(index);
  }

  @Override
  public StoredPicture read(int index) {
    return new StoredPicture.Encoded(path(index).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    closed = true;
  }
}
