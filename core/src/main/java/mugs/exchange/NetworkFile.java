package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;

/** A format as a file is written in it and read back. */
interface NetworkFile {

  /**
   * Writes a file; it is synced to the disk when the call returns.
   *
   * @param part to write
   * @param network to put into it
   * @throws IOException if it cannot be written
   */
  void write(Path part, ExportedNetwork network) throws IOException;

  /**
   * Reads the file back, by what reads such files elsewhere or does as they do.
   *
   * @param part that was written
   * @param network that was put into it
   * @throws IOException if it cannot be read, or holds other values
   */
  ReadBack read(Path part, ExportedNetwork network) throws IOException;
}
