package mugs.engine;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The element types of the safetensors format, and libtorch's name of each. */
public enum ElementType {
  /** 64 bits in floating point; the others likewise: F floating point, I and U whole numbers. */
  F64(ScalarType.Double, 8),
  F32(ScalarType.Float, 4),
  F16(ScalarType.Half, 2),
  BF16(ScalarType.BFloat16, 2),
  F8_E4M3(ScalarType.Float8_e4m3fn, 1),
  F8_E5M2(ScalarType.Float8_e5m2, 1),
  F8_E8M0(ScalarType.Float8_e8m0fnu, 1),
  C64(ScalarType.ComplexFloat, 8),
  I64(ScalarType.Long, 8),
  I32(ScalarType.Int, 4),
  I16(ScalarType.Short, 2),
  I8(ScalarType.Char, 1),
  U64(ScalarType.UInt64, 8),
  U32(ScalarType.UInt32, 4),
  U16(ScalarType.UInt16, 2),
  U8(ScalarType.Byte, 1),
  BOOL(ScalarType.Bool, 1);

  private final ScalarType scalarType;
  private final int bytes;

  ElementType(ScalarType scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** Returns libtorch's name of it. */
  public ScalarType scalarType() {
    return scalarType;
  }

  /** Returns the bytes of one element. */
  public int bytes() {
    return bytes;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Returns the type of that name in libtorch, if the format has it. */
  public static Optional<ElementType> of(ScalarType scalarType) {
    // libtorch hands out constants of its own making: compare what they stand for
    return Arrays.stream(values())
        .filter(type -> type.scalarType.value == scalarType.value)
        .findFirst();
  }
}
