package mugs.embed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mugs.engine.WholeFile;

/**
 * The files that grow beside their places: vectors, their paths where they stand apart, skipped.
 */
final class GrowingFiles implements Closeable {
  private final AppendedFile vectors;
  private final AppendedFile skipped;
  private final Optional<AppendedFile> paths;

  private GrowingFiles(List<AppendedFile> opened) {
    vectors = opened.get(0);
    skipped = opened.get(1);
    paths = opened.stream().skip(2).findFirst();
  }

  /**
   * Opens them, and cuts off what a state does not know as good.
   *
   * @throws IOException if one cannot be written, or another process is writing it
   */
  static GrowingFiles open(VectorFiles files, VectorFormat format, VectorState state)
      throws IOException {
    List<AppendedFile> opened = new ArrayList<>();
    try {
      opened.add(AppendedFile.open(growing(files, format), state.vectorBytes())); // its lock first
      opened.add(AppendedFile.open(part(files.skipped()), state.skippedBytes()));
      if (format.hasPathsBeside()) {
        opened.add(AppendedFile.open(part(files.paths()), state.pathBytes()));
      }
      return new GrowingFiles(opened);
    } catch (IOException | RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static void closeAll(List<AppendedFile> opened, Exception failure) {
    for (AppendedFile file : opened) {
      try {
        file.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** What vectors are appended to. */
  private static Path growing(VectorFiles files, VectorFormat format) throws IOException {
    return format.isMadeAtTheEnd() ? WholeFile.partOf(files.rows()) : part(files.vectors());
  }

  /**
   * A process that was killed at the very end may have given it its name already. There is a state
   * then; without one, {@link VectorFileWriter#open} refuses files that have their names.
   */
  private static Path part(Path file) throws IOException {
    Path part = WholeFile.partOf(file);
    if (!Files.exists(part) && Files.exists(file)) {
      Files.move(file, part);
    }
    return part;
  }

  /** Returns whether paths stand in a file of their own. */
  boolean hasPaths() {
    return paths.isPresent();
  }

  /** Adds bytes to the vectors. */
  void addVector(byte[] bytes) throws IOException {
    vectors.add(bytes);
  }

  /** Adds the path of a vector where paths stand apart. */
  void addPath(String path) throws IOException {
    if (paths.isPresent()) {
      paths.get().add(line(path));
    }
  }

  /** Adds a line to the skipped pictures. */
  void addSkipped(String text) throws IOException {
    skipped.add(line(text));
  }

  private static byte[] line(String text) {
    return (text.replace("\r", "\\r").replace("\n", "\\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Overwrites the beginning of the vectors. */
  void head(byte[] bytes) throws IOException {
    vectors.head(bytes);
  }

  /** Returns what was added to the vectors, see {@link AppendedFile#content}. */
  InputStream vectors() throws IOException {
    return vectors.content();
  }

  /**
   * Waits until all that was added is on the disk.
   *
   * @return how much of the files is good
   */
  VectorState sync(VectorState begun, int done, long rows, int skippedPictures) throws IOException {
    return begun.at(
        done,
        rows,
        skippedPictures,
        vectors.sync(),
        paths.isPresent() ? paths.get().sync() : 0,
        skipped.sync());
  }

  @Override
  public void close() throws IOException {
    try (vectors;
        skipped;
        AppendedFile beside = paths.orElse(null)) {
      // each is closed, whatever happens to the others
    }
  }
}
