package mugs.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import mugs.embed.HalfFloats;

/** The kinds of NumPy's numbers that stand in checkpoints, as bytes with the lowest first. */
enum NumpyNumber {
  /** A number in floating point of eight bytes; the others likewise, U whole without a sign. */
  F8(8),
  F4(4),
  F2(2),
  I8(8),
  I4(4),
  I2(2),
  I1(1),
  U8(8),
  U4(4),
  U2(2),
  U1(1),
  /** A truth value. */
  B1(1);

  private final int bytes;

  NumpyNumber(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the kind of a code.
   *
   * @param code such as {@code f8}
   * @throws UnusableWeightsException if weights need none such
   */
  static NumpyNumber of(String code) throws UnusableWeightsException {
    for (NumpyNumber kind : values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(code)) {
        return kind;
      }
    }
    throw new UnusableWeightsException(
        "it holds a value of NumPy's type '%s', which weights do not need: save the tensors alone, as a state_dict"
            .formatted(KnownCall.printable(code)));
  }

  /**
   * Returns a number: a {@code Double}, {@code Long} or {@code Boolean}.
   *
   * @param stored its bytes
   * @throws UnusableWeightsException if there are more or fewer than it has
   */
  Object value(byte[] stored) throws UnusableWeightsException {
    if (stored.length != bytes) {
      throw new UnusableWeightsException(
          "it holds a value of NumPy's type '%s' with %d bytes: it is damaged"
              .formatted(name().toLowerCase(Locale.ROOT), stored.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    return switch (this) {
      case F8 -> (Object) buffer.getDouble();
      case F4 -> (Object) (double) buffer.getFloat();
      case F2 -> (Object) (double) HalfFloats.value(buffer.getShort());
      case I8 -> (Object) buffer.getLong();
      case I4 -> (Object) (long) buffer.getInt();
      case I2 -> (Object) (long) buffer.getShort();
      case I1 -> (Object) (long) buffer.get();
      case U8 -> unsigned(buffer.getLong());
      case U4 -> (Object) Integer.toUnsignedLong(buffer.getInt());
      case U2 -> (Object) Short.toUnsignedLong(buffer.getShort());
      case U1 -> (Object) Byte.toUnsignedLong(buffer.get());
      case B1 -> (Object) (buffer.get() != 0);
    };
  }

  /** What is too large for a {@code Long} becomes the nearest {@code Double}. */
  private static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : (Object) Double.valueOf(Long.toUnsignedString(bits));
  }
}
