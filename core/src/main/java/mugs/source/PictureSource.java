package mugs.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  /**
   * Reads the beginning of a picture, enough to see what kind of picture it is. A source that would
   * read all of it anyway does not say otherwise.
   *
   * @param index of the picture, from 0 to {@link #size()} - 1
   * @param bytes of an encoded picture that are wanted, at least 1; more may be returned
   * @return the picture as it is stored, perhaps cut
   * @throws IOException if its bytes cannot be read
   */
  default StoredPicture readBeginning(int index, int bytes) throws IOException {
    return read(index);
  }

  /**
   * Returns the file that holds a picture, alone or with others. Its size and time tell what was
   * made of the picture and kept that the picture may be another by now.
   *
   * @param index of the picture, from 0 to {@link #size()} - 1
   * @return the file; empty where pictures lie in none, unless a source says otherwise
   */
  default Optional<Path> file(int index) {
    return Optional.empty();
  }

  /**
   * Returns how many bytes a picture may have, as it is stored, to be read: a larger one is
   * refused. Without a limit it is {@link Long#MAX_VALUE}.
   */
  default long mostBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Returns which pictures are read well only from front to back; none, unless a source says
   * otherwise: then any order will do.
   */
  default ForwardRuns forwardRuns() {
    return ForwardRuns.NONE;
  }

  /**
   * Returns a short fingerprint of the collection, for provenance: two sources with the same one
   * hold the same pictures in the same order.
   *
   * <p>It is made without reading the pictures, so it sees a picture that was added, taken away or
   * renamed, and not one that was changed in place; a source that knows the sizes or hashes of its
   * pictures puts them in as well.
   *
   * @return 16 hexadecimal digits, the beginning of a SHA-256
   */
  default String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    for (int i = 0; i < size(); i++) {
      fingerprint.add(path(i));
    }
    return fingerprint.digits();
  }

  /**
   * Lets go of what the source holds open.
   *
   * @throws IOException if that fails
   */
  @Override
  default void close() throws IOException {}
}
