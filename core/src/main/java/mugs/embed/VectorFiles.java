package mugs.embed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that embedding a collection writes, beside each other. Each has the full name of the
 * vectors in its own, so that {@code a.npy} and {@code a.csv} share none.
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
    return beside(".state");
  }

  /** Returns where rows wait for a file that can only be made when all are there. */
  Path rows() {
    return beside(".rows");
  }

  private Path beside(String ending) {
    return vectors.resolveSibling(vectors.getFileName() + ending);
  }

  /** Returns all that may be there when the work is done. */
  List<Path> finished() {
    return List.of(vectors, about(), paths(), skipped());
  }

  /** Returns the first of the finished files that is there already. */
  public Optional<Path> present() {
    return finished().stream().filter(Files::exists).findFirst();
  }
}
