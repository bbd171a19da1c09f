package mugs.source;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pictures of compressed archives, in which one only gets on by reading forward.
 *
 * <p>A cursor is a place in an archive. It goes on to the picture that is asked for and keeps those
 * that it passes by, as they will be asked for soon: the order of training leaves a picture behind
 * by no more than the window. What is asked for far ahead is reached without keeping what lies
 * before it; what lies behind all cursors needs a new one, from the archive's beginning. The few
 * cursors there may be leave training and a measurement their own. One that has reached its
 * archive's end is none any more, whatever it keeps: a window may lie over many small archives.
 */
final class TarCursors implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TarCursors.class);
  private static final int MOST_CURSORS = 6;

  /** All cursors, and what ended, leave three quarters of the heap to others. */
  private static final int SHARE_OF_HEAP = 4;

  private final Opener opener;
  private final int reach;
  private final long mostKeptBytes;
  private final List<Cursor> cursors = new ArrayList<>(); // the one used last comes last
  private final List<Kept> ended = new ArrayList<>(); // likewise
  private boolean toldOfMemory;

  /** Opens an archive at its first picture. */
  @FunctionalInterface
  interface Opener {
    Pictures open(int start) throws IOException;
  }

  /** A picture's bytes, or why it has none. */
  private record Read(byte[] bytes, Optional<IOException> failure) {
    byte[] get() throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      return bytes;
    }
  }

  /** The pictures of an archive, one after the other. */
  static final class Pictures implements Closeable {
    private final TarReader reader;
    private final long[] places;
    private final long most;
    private int next;

    /**
     * Begins at an archive's first picture.
     *
     * @param reader at the archive's beginning
     * @param places for each picture how many members come before it
     * @param most bytes of a picture that are read
     * @param start the index of the first picture
     */
    Pictures(TarReader reader, long[] places, long most, int start) {
      this.reader = reader;
      this.places = places;
      this.most = most;
      this.next = start;
    }

    private void skipTo(int index) throws IOException {
      goTo(index - 1);
      next = index;
    }

    private Read read() throws IOException {
      long bytes = goTo(next);
      next++;
      try {
        PictureFiles.checkSize(bytes, most);
      } catch (IOException tooLarge) {
        return new Read(new byte[0], Optional.of(tooLarge));
      }
      return new Read(reader.read(), Optional.empty());
    }

    /** Goes on to the member that holds a picture; returns the size of its data. */
    private long goTo(int index) throws IOException {
      long bytes = 0;
      while (reader.number() < places[index]) {
        bytes = reader.next().orElseThrow(EOFException::new).bytes();
      }
      return bytes;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /** Pictures that were passed by, in that order. */
  private static final class Kept {
    private final Map<Integer, Read> pictures = new LinkedHashMap<>();
    private long bytes;

    void keep(int index, Read read) {
      pictures.put(index, read);
      bytes += read.bytes().length;
    }

    Optional<Read> take(int index) {
      Optional<Read> read = Optional.ofNullable(pictures.remove(index));
      read.ifPresent(r -> bytes -= r.bytes().length);
      return read;
    }

    /** Returns how many bytes that frees. */
    int dropEldest() {
      Iterator<Read> eldest = pictures.values().iterator();
      int dropped = eldest.next().bytes().length;
      eldest.remove();
      bytes -= dropped;
      return dropped;
    }
  }

  /** A place in an archive and what was passed on the way to it. */
  private static final class Cursor {
    private final int start;
    private final int end;
    private final Pictures pictures;
    private final Kept kept = new Kept();
    private boolean leaps;

    Cursor(int start, int end, Pictures pictures) {
      this.start = start;
      this.end = end;
      this.pictures = pictures;
    }
  }

  TarCursors(Opener opener, int window) {
    this(opener, window, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Keeps pictures of so many bytes at most, in all. */
  TarCursors(Opener opener, int window, long mostKeptBytes) {
    this.opener = opener;
    this.mostKeptBytes = mostKeptBytes;
    this.reach = (int) Math.min(2L * window + 256, Integer.MAX_VALUE); // threads run ahead a little
  }

  /**
   * Reads a picture.
   *
   * @param index of the picture
   * @param start the index of its archive's first picture
   * @param end the index after its archive's last picture
   * @throws EOFException if the archive has become shorter
   * @throws IOException if it cannot be read
   */
  synchronized byte[] read(int index, int start, int end) throws IOException {
    Optional<Read> kept = takeKept(index);
    if (kept.isPresent()) {
      return kept.get().get();
    }
    Cursor cursor = cursorFor(index, start, end);
    Read read;
    try {
      read = advance(cursor, index);
    } catch (IOException e) {
      close(cursor);
      throw e;
    }
    if (cursor.pictures.next == cursor.end) {
      close(cursor);
      remember(cursor.kept);
      forget();
    }
    return read.get();
  }

  private Optional<Read> takeKept(int index) {
    for (Cursor cursor : cursors) {
      Optional<Read> kept = cursor.kept.take(index);
      if (kept.isPresent()) {
        return kept;
      }
    }
    for (int i = 0; i < ended.size(); i++) {
      Optional<Read> kept = ended.get(i).take(index);
      if (kept.isPresent()) {
        remember(ended.remove(i));
        return kept;
      }
    }
    return Optional.empty();
  }

  private void remember(Kept left) {
    if (!left.pictures.isEmpty()) {
      ended.add(left);
    }
  }

  /**
   * Lets go of what is too much: of what ended, which keeps no more pictures than one cursor may,
   * then of the cursors that were used longest ago.
   */
  private void forget() {
    int pictures = ended.stream().mapToInt(left -> left.pictures.size()).sum();
    long bytes = keptBytes();
    while (!ended.isEmpty() && (pictures > reach || bytes > mostKeptBytes)) {
      Kept eldest = ended.remove(0);
      pictures -= eldest.pictures.size();
      bytes -= eldest.bytes;
    }
    for (Cursor cursor : cursors) {
      while (bytes > mostKeptBytes && !cursor.kept.pictures.isEmpty()) {
        tellOfMemory();
        bytes -= cursor.kept.dropEldest();
      }
    }
  }

  /** Returns how many bytes are kept, of cursors and of what ended. */
  synchronized long keptBytes() {
    return ended.stream().mapToLong(left -> left.bytes).sum()
        + cursors.stream().mapToLong(cursor -> cursor.kept.bytes).sum();
  }

  /** Returns how many archives that were read to their end still have pictures kept. */
  synchronized int ended() {
    return ended.size();
  }

  private Read advance(Cursor cursor, int index) throws IOException {
    cursor.leaps = index - cursor.pictures.next >= reach;
    if (cursor.leaps) {
      cursor.pictures.skipTo(Math.max(cursor.pictures.next, index - reach / 2));
    }
    while (cursor.pictures.next < index) {
      int passed = cursor.pictures.next;
      cursor.kept.keep(passed, cursor.pictures.read());
      if (cursor.kept.pictures.size() > reach) {
        cursor.kept.dropEldest();
      }
      forget();
    }
    return cursor.pictures.read();
  }

  private void tellOfMemory() {
    if (!toldOfMemory) {
      toldOfMemory = true;
      LOG.warn(
          "the pictures passed by in a compressed archive take {} MB: lower"
              + " pictures.shuffle-buffer, give Java more memory, or reading becomes slow",
          mostKeptBytes / 1_000_000);
    }
  }

  private Cursor cursorFor(int index, int start, int end) throws IOException {
    Optional<Cursor> near = Optional.empty();
    for (Cursor cursor : cursors) {
      int ahead = index - cursor.pictures.next;
      boolean reaches = cursor.start == start && ahead >= 0 && (ahead < reach || cursor.leaps);
      if (reaches && near.stream().allMatch(n -> n.pictures.next < cursor.pictures.next)) {
        near = Optional.of(cursor);
      }
    }
    Cursor found;
    if (near.isPresent()) {
      found = near.get();
      cursors.remove(found);
    } else {
      if (cursors.size() == MOST_CURSORS) {
        close(cursors.get(0));
      }
      found = new Cursor(start, end, opener.open(start));
    }
    cursors.add(found);
    return found;
  }

  private void close(Cursor cursor) throws IOException {
    cursors.remove(cursor);
    cursor.pictures.close();
  }

  @Override
  public synchronized void close() throws IOException {
    while (!cursors.isEmpty()) {
      close(cursors.get(0));
    }
    ended.clear();
  }
}
