package mugs.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import mugs.embed.NpyRows;
import mugs.source.LabelLevel;

/**
 * Features of the pictures of a source, in its order; pictures that cannot be read have none.
 *
 * @param rows one a picture, as long as they come
 * @param pictures index in the source of each row's picture, rising; not copied
 * @param hashes of the pictures as they are stored, one a row
 * @param unreadable the pictures that cannot be read: reasons by their index in the source
 * @param file that holds the rows
 */
public record PictureFeatures(
    NpyRows rows,
    int[] pictures,
    PictureHashes hashes,
    SortedMap<Integer, String> unreadable,
    Path file)
    implements Closeable {

  /** Returns the label of each row. */
  public int[] labels(LabelLevel level) {
    int[] labels = new int[pictures.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = level.labels()[pictures[row]];
    }
    return labels;
  }

  /** Lets go of the file, which stays. */
  @Override
  public void close() throws IOException {
    rows.close();
  }
}
