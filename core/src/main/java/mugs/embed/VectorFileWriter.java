package mugs.embed;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.engine.WholeFile;

/**
 * Writes vectors, the paths of their pictures, and the pictures that could not be read. Files grow
 * beside their places and get their names when all is there. A process may be killed at any moment:
 * what was there at the last {@link #save} is kept, and the work goes on from there.
 */
public final class VectorFileWriter implements Closeable {
  private final VectorFiles files;
  private final VectorFormat format;
  private final Layout layout;
  private final Map<String, Object> settings;
  private final GrowingFiles growing;
  private final int doneBefore;
  private long rows;
  private int skippedCount;

  /**
   * What a row holds.
   *
   * @param width values, at least 1
   * @param half whether they have 16 bits instead of 32
   */
  public record Layout(int width, boolean half) {}

  /** One of the steps that finish the files. */
  @FunctionalInterface
  interface Step {
    /** Takes it. */
    void take() throws IOException;
  }

  private VectorFileWriter(VectorFiles files, VectorFormat format, Layout layout, VectorState state)
      throws IOException {
    this.files = files;
    this.format = format;
    this.layout = layout;
    this.settings = state.settings();
    this.doneBefore = state.done();
    this.rows = state.rows();
    this.skippedCount = state.skipped();
    this.growing = GrowingFiles.open(files, format, state);
  }

  /**
   * Begins new files, or goes on with those that were begun and not finished.
   *
   * @param files to write
   * @param format of the vectors
   * @param layout of a row
   * @param settings by which vectors are made, texts, numbers or truth values: work goes on with
   *     the same alone
   * @throws IOException if a file cannot be written, another process is writing it, it was begun
   *     with other settings, one of the files is there and nothing says that it is unfinished, or
   *     the module that writes such files is not there
   */
  public static VectorFileWriter open(
      VectorFiles files, VectorFormat format, Layout layout, Map<String, ?> settings)
      throws IOException {
    if (format.isMadeAtTheEnd()) {
      RowFile.format(format.ending(), RowFile.known()); // else it would fail at the end
    }
    Optional<VectorState> found = VectorState.read(files);
    if (found.isPresent()) {
      VectorState.checkSame(files.vectors(), found.get().settings(), settings);
      return new VectorFileWriter(files, format, layout, found.get());
    }
    Optional<Path> present = files.present();
    if (present.isPresent()) {
      throw new IOException(
          "%s is there already: give another name, or delete it".formatted(present.get()));
    }
    Files.createDirectories(files.vectors().toAbsolutePath().getParent());
    VectorFileWriter writer =
        new VectorFileWriter(files, format, layout, VectorState.none(settings));
    try {
      writer.growing.addVector(format.head(0, layout.width, layout.half));
      writer.save(0);
      return writer;
    } catch (IOException e) {
      writer.close();
      throw e;
    }
  }

  /**
   * Checks that vectors would be made as those in a file that is there already.
   *
   * @param files that are whole
   * @param settings by which vectors are to be made
   * @return what the files hold
   * @throws IOException naming the first setting that differs
   */
  public static WholeVectors checkSame(VectorFiles files, Map<String, ?> settings)
      throws IOException {
    WholeVectors whole = VectorState.checkWhole(files, settings);
    Files.deleteIfExists(WholeFile.partOf(files.rows())); // of a process killed at the very end
    return whole;
  }

  /** Returns how many pictures, from the first of the source, were done when this was opened. */
  public int doneBefore() {
    return doneBefore;
  }

  /** Returns how many vectors there are so far. */
  public long rows() {
    return rows;
  }

  /** Returns how many pictures could not be read so far. */
  public int skipped() {
    return skippedCount;
  }

  /**
   * Adds the vector of a picture.
   *
   * @throws IOException if it cannot be written, or does not fit into 16 bits
   */
  public void add(String path, float[] vector) throws IOException {
    if (vector.length != layout.width) {
      throw new IllegalArgumentException(
          "rows have %d values, not %d".formatted(layout.width, vector.length));
    }
    if (layout.half) {
      for (float value : vector) {
        if (!Float.isFinite(HalfFloats.value(HalfFloats.bits(value)))) {
          throw new IOException(
              "%s has a value of %s, 16-bit floats go up to 65504: take 32 bits or unit length"
                  .formatted(path, value));
        }
      }
    }
    growing.addVector(format.row(path, vector, layout.half));
    growing.addPath(path);
    rows++;
  }

  /** Adds a picture that cannot be read. */
  public void skip(String path, String reason) throws IOException {
    growing.addSkipped(path + "\t" + reason.replaceAll("\\s+", " "));
    skippedCount++;
  }

  /**
   * Makes all that was added safe from whatever may happen to the process.
   *
   * @param done pictures, from the first of the source
   */
  public void save(int done) throws IOException {
    growing.sync(VectorState.none(settings), done, rows, skippedCount).write(files);
  }

  /**
   * Gives the files their names.
   *
   * @param done pictures, all of the source
   * @param remarks that are written beside the settings
   * @throws IOException if that fails
   */
  public void finish(int done, Map<String, Object> remarks) throws IOException {
    for (Step step : lastSteps(done, remarks)) {
      step.take();
    }
  }

  /**
   * Returns what finishing takes. A process may be killed after each: as long as the state is
   * there, all can be taken again.
   */
  List<Step> lastSteps(int done, Map<String, Object> remarks) {
    return List.of(
        () -> growing.head(format.head(rows, layout.width, layout.half)),
        () -> save(done),
        () -> VectorState.writeAbout(files, about(remarks)),
        () -> {
          if (growing.hasPaths()) {
            WholeFile.rename(WholeFile.partOf(files.paths()), files.paths());
          }
        },
        () -> {
          if (skippedCount > 0) {
            WholeFile.rename(WholeFile.partOf(files.skipped()), files.skipped());
          } else {
            Files.deleteIfExists(WholeFile.partOf(files.skipped()));
          }
        },
        () -> {
          if (format.isMadeAtTheEnd()) {
            RowFile.convert(growing.vectors(), rows, layout, files.vectors());
          } else {
            WholeFile.rename(WholeFile.partOf(files.vectors()), files.vectors());
          }
        },
        () -> {
          Files.delete(files.state());
          Files.deleteIfExists(WholeFile.partOf(files.rows()));
        });
  }

  private Map<String, Object> about(Map<String, Object> remarks) {
    Map<String, Object> about = new LinkedHashMap<>(settings);
    about.put("vectors", rows);
    about.put("width", layout.width);
    about.put("skippedPictures", skippedCount);
    about.putAll(remarks);
    return about;
  }

  /**
   * Deletes what there is.
   *
   * @throws IOException if that fails
   */
  public void discard() throws IOException {
    close();
    for (Path file : List.of(files.vectors(), files.rows(), files.paths(), files.skipped())) {
      Files.deleteIfExists(WholeFile.partOf(file));
    }
    Files.deleteIfExists(files.state());
  }

  /** Lets go of the files; what is not finished can be gone on with. */
  @Override
  public void close() throws IOException {
    growing.close();
  }
}
