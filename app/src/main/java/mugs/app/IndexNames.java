package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mugs.embed.VectorFiles;

/** The names of an index's rows: paths where they are known, else their numbers. */
final class IndexNames {
  private final Path index;
  private final int rows;
  private final List<String> paths;

  private IndexNames(Path index, int rows, List<String> paths) {
    this.index = index;
    this.rows = rows;
    this.paths = paths;
  }

  /**
   * Reads the paths beside an index, if they are there.
   *
   * @param files of the index
   * @param rows of it
   * @throws IOException if they cannot be read, or are not one a row
   */
  static IndexNames read(VectorFiles files, int rows) throws IOException {
    List<String> paths =
        Files.exists(files.paths()) ? Files.readAllLines(files.paths()) : List.of();
    if (!paths.isEmpty() && paths.size() != rows) {
      throw new IOException(
          "%s has %s, %s has %s: they do not belong together"
              .formatted(
                  files.paths(),
                  Counted.of(paths.size(), "path"),
                  files.vectors(),
                  Counted.of(rows, "row")));
    }
    return new IndexNames(files.vectors(), rows, paths);
  }

  /** Returns the name of a row. */
  String name(int row) {
    return paths.isEmpty() ? Integer.toString(row) : paths.get(row);
  }

  /**
   * Returns the row that a user means by its path or its number.
   *
   * @throws CommandException if there is none
   */
  int row(String asked) {
    int row = paths.indexOf(asked);
    if (row < 0 && asked.matches("\\d{1,9}") && Integer.parseInt(asked) < rows) {
      row = Integer.parseInt(asked);
    }
    if (row < 0 && asked.matches("\\d+")) {
      throw CommandException.usage(
          rows == 1
              ? "%s has no row %s: its only row is 0".formatted(index, asked)
              : "%s has no row %s: rows are 0 to %d".formatted(index, asked, rows - 1));
    } else if (row < 0) {
      throw CommandException.usage(
          "%s is no path of %s and no row of its %d: give --weights to look for a picture file"
              .formatted(asked, index, rows));
    }
    return row;
  }
}
