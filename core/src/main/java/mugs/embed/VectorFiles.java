package mugs.embed;

import java.nio.file.Path;

/**
 * The files that embedding a collection writes, beside each other.
 *
 * @param vectors what was asked for, such as {@code features.npy}
 */
public record VectorFiles(Path vectors) {

  /** Returns where the paths of the rows stand, one a line, beside an array file. */
  public Path paths() {
    return beside(".paths.txt");
  }

  /** Returns where the pictures stand that could not be read: path, tab, reason. */
  public Path skipped() {
    return beside(".skipped.tsv");
  }

  /** Returns where it stands how the vectors were made. */
  public Path about() {
    return beside(".json");
  }

  /** Returns where it stands how far an unfinished file has come. */
  public Path state() {
    return vectors.resolveSibling(vectors.getFileName() + ".state");
  }

  private Path beside(String ending) {
    String name = vectors.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return vectors.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }
}
