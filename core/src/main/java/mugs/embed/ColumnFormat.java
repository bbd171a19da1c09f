package mugs.embed;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A format of files of vectors that keeps its values column by column, so that a file can only be
 * written when all rows are known. A module that knows one offers it as a service, so that nobody
 * has to take its libraries who does not write such files.
 */
public interface ColumnFormat {

  /** Takes the rows of a file. */
  interface Rows extends Closeable {

    /**
     * Adds a row.
     *
     * @param path of the picture
     * @param vector of it; where values have 16 bits, each is one that these can hold
     * @throws IOException if it cannot be written
     */
    void add(String path, float[] vector) throws IOException;

    /**
     * Ends the file, which is whole then.
     *
     * @throws IOException if that fails
     */
    @Override
    void close() throws IOException;
  }

  /** Returns how the names of such files end, with the dot. */
  String ending();

  /**
   * Begins a file.
   *
   * @param file to write; what is there is overwritten
   * @param layout of a row
   * @throws IOException if it cannot be written
   */
  Rows write(Path file, VectorFileWriter.Layout layout) throws IOException;
}
