package mugs.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A collection of pictures in a stable order, with labels at any number of levels.
 *
 * <p>Everything here may be called from several threads at once. Implement it to train from a
 * database or an object store.
 */
public interface PictureSource extends Closeable {

  /** Returns what provenance calls this source, for example {@code emoji:} or the folder's name. */
  String name();

  /** Returns the number of pictures. */
  int size();

  /** Returns the label levels, coarsest first; empty where the pictures have no labels. */
  List<LabelLevel> levels();

  /**
   * Returns the stable, unique name of a picture inside this source, such as {@code dog/rex/1.jpg}.
   *
   * @param index of the picture, from 0 to {@link #size()} - 1
   */
  String path(int index);

  /**
   * Reads one picture as it is stored.
   *
   * @param index of the picture, from 0 to {@link #size()} - 1
   * @throws IOException if its bytes cannot be read
   */
  StoredPicture read(int index) throws IOException;

  @Override
  default void close() throws IOException {}
}
