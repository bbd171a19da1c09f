package mugs.load;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import mugs.source.StoredPicture;

/**
 * A hash of a picture as it is stored: of the bytes of its file, or of its size and pixels where a
 * source holds no files. The same picture in two formats has two.
 *
 * @param first 64 bits of a SHA-256
 * @param second the next 64 bits
 */
public record ContentHash(long first, long second) {
  private static final int DIGITS = 32;

  /** Returns the hash of a picture. */
  public static ContentHash of(StoredPicture stored) {
    MessageDigest digest = sha256();
    if (stored instanceof StoredPicture.Raw raw) {
      digest.update(ByteBuffer.allocate(8).putInt(raw.width()).putInt(raw.height()).flip());
      digest.update(raw.rgb());
    } else {
      digest.update(((StoredPicture.Encoded) stored).bytes());
    }
    return of(ByteBuffer.wrap(digest.digest()));
  }

  private static ContentHash of(ByteBuffer bytes) {
    return new ContentHash(bytes.getLong(), bytes.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads what {@link #toString} gives.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static ContentHash parse(String digits) {
    byte[] bytes = HexFormat.of().parseHex(digits);
    if (bytes.length != DIGITS / 2) {
      throw new IllegalArgumentException(
          "%d hexadecimal digits are expected, not %s".formatted(DIGITS, digits));
    }
    return of(ByteBuffer.wrap(bytes));
  }

  /** Returns 32 hexadecimal digits, the beginning of the SHA-256. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(first) + HexFormat.of().toHexDigits(second);
  }
}
