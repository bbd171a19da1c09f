package mugs.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a part of a file from its beginning to its end. Whatever length the file claims is compared
 * with what is left of the part before anything is allocated for it.
 */
final class FileWindow {
  private static final int BUFFER = 1 << 12;

  private final FileChannel channel;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long next;

  /**
   * Opens a part.
   *
   * @param channel of the file
   * @param begin first byte
   * @param end one past the last, at most the file's length
   */
  FileWindow(FileChannel channel, long begin, long end) {
    this.channel = channel;
    this.next = begin;
    this.end = end;
  }

  /** Returns where in the file the next byte lies. */
  long position() {
    return next - buffer.remaining();
  }

  /** Returns how many bytes are left. */
  long left() {
    return end - position();
  }

  /**
   * Goes on behind some bytes.
   *
   * @throws UnusableWeightsException if there are not so many
   */
  void skip(long bytes, String what) throws IOException {
    checkLeft(bytes, what);
    next = position() + bytes;
    buffer.limit(0);
  }

  /** Returns the next byte, 0 to 255. */
  int u8(String what) throws IOException {
    if (!buffer.hasRemaining()) {
      checkLeft(1, what);
      buffer.clear().limit((int) Math.min(BUFFER, end - next));
      int read = channel.read(buffer, next);
      buffer.flip();
      if (read < 1) {
        throw new UnusableWeightsException("it became shorter while it was read");
      }
      next += read;
    }
    return buffer.get() & 0xff;
  }

  /** Returns a number of some bytes, the lowest first, without a sign unless it has all eight. */
  long number(int bytes, String what) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) u8(what) << (8 * i);
    }
    return number;
  }

  /**
   * Returns the next bytes.
   *
   * @param count as the file claims
   * @param most that may be asked for
   * @param what they are, for messages
   */
  byte[] bytes(long count, int most, String what) throws IOException {
    checkLeft(count, what);
    if (count > most) {
      throw new UnusableWeightsException(
          "%s claims %d bytes, more than the %d that weights need".formatted(what, count, most));
    }
    byte[] bytes = new byte[(int) count];
    for (int done = 0; done < bytes.length; ) {
      bytes[done++] = (byte) u8(what); // fetches more where there is none
      int more = Math.min(buffer.remaining(), bytes.length - done);
      buffer.get(bytes, done, more);
      done += more;
    }
    return bytes;
  }

  /** Returns a text in UTF-8; see {@link #bytes}. */
  String text(long count, int most, String what) throws IOException {
    byte[] bytes = bytes(count, most, what);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableWeightsException(what + " is not in UTF-8");
    }
  }

  /** Returns a line of ASCII without its end. */
  String line(int most, String what) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = u8(what); c != '\n'; c = u8(what)) {
      if (line.length() == most) {
        throw new UnusableWeightsException(what + " is longer than " + most + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** Returns a number of 64 bits in floating point, the highest byte first. */
  double real(String what) throws IOException {
    return ByteBuffer.wrap(bytes(Double.BYTES, Double.BYTES, what))
        .order(ByteOrder.BIG_ENDIAN)
        .getDouble();
  }

  private void checkLeft(long bytes, String what) throws UnusableWeightsException {
    if (bytes < 0 || bytes > left()) {
      throw new UnusableWeightsException(
          "%s claims %s bytes where %d are left: the file is cut short or damaged"
              .formatted(what, Long.toUnsignedString(bytes), left()));
    }
  }
}
