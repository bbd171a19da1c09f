package mugs.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntToLongFunction;

/**
 * Takes in words and numbers, gives a short hash of them. Each word is preceded by its length, so
 * that {@code ab, c} and {@code a, bc} differ.
 */
final class Fingerprint {
  private static final int BYTES = 8;

  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the fingerprint of a source that knows the size of each picture. */
  static String ofFiles(PictureSource source, IntToLongFunction bytes) {
    Fingerprint fingerprint = new Fingerprint();
    for (int i = 0; i < source.size(); i++) {
      fingerprint.add(source.path(i)).add(bytes.applyAsLong(i));
    }
    return fingerprint.digits();
  }

  /** Takes in the paths and labels of a source whose paths alone tell little of it. */
  static Fingerprint ofLabels(PictureSource source) {
    Fingerprint fingerprint = new Fingerprint();
    for (int i = 0; i < source.size(); i++) {
      fingerprint.add(source.path(i));
      for (LabelLevel level : source.levels()) {
        fingerprint.add(level.labels()[i]);
      }
    }
    return fingerprint;
  }

  Fingerprint add(String word) {
    return add(word.getBytes(StandardCharsets.UTF_8));
  }

  Fingerprint add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  Fingerprint add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  /** Returns the first 16 hexadecimal digits of the SHA-256 of all that was added. */
  String digits() {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
