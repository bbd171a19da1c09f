package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** The other program is libtorch. */
class HalfFloatsTest {

  @Test
  void values_areRoundedAsLibtorchRoundsThem() {
    Random random = new Random(7);
    float[] values = new float[300_000];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (i % 3) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> (float) (random.nextGaussian() * Math.exp(12 * random.nextGaussian()));
            default -> // halfway between two halves
                Float.intBitsToFloat((random.nextInt() & ~0x1fff) | 0x1000);
          };
      values[i] = Float.isNaN(values[i]) ? i : values[i];
    }
    float[] expected;
    try (Scope scope = Scope.withoutGradients()) {
      Tensor half = Tensors.of(values, values.length).to(ScalarType.Half);
      expected = Tensors.toFloats(half);
    }

    for (int i = 0; i < values.length; i++) {
      assertThat(HalfFloats.value(HalfFloats.bits(values[i])))
          .as("%s", values[i])
          .isEqualTo(expected[i]);
    }
  }

  @Test
  void everyHalf_keepsItsBits() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloats.value((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloats.bits(value)).isEqualTo((short) bits);
      }
    }
    assertThat(HalfFloats.value(HalfFloats.bits(Float.NaN))).isNaN();
  }
}
