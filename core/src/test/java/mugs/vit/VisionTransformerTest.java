package mugs.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisionTransformerTest {
  private static final VitSettings SETTINGS = VitSettings.of(8, 4, 8, 2, 2);

  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @ParameterizedTest
  @CsvSource({
    // 3 p^2 D + D, class token D, positions (1 + N) D, blocks 12 D^2 + 13 D each, last norm 2 D
    "192, 12, 3, 5524416",
    "384, 12, 6, 21665664",
    "768, 12, 12, 85798656",
    "1024, 24, 16, 303301632",
  })
  void publishedSizes_haveThePublishedNumbersOfParameters(
      int width, int blocks, int heads, long count) {
    long found =
        VisionTransformer.specs(VitSettings.of(224, 16, width, blocks, heads), "").stream()
            .mapToLong(
                spec -> {
                  long values = 1;
                  for (long size : spec.shape()) {
                    values *= size;
                  }
                  return values;
                })
            .sum();

    assertThat(found).isEqualTo(count);
  }

  @Test
  void patches_areReadRowByRow_eachAsTheConvolutionWould() {
    Parameters parameters =
        Parameters.initial(VisionTransformer.specs(SETTINGS, ""), 3, Precision.FLOAT64.onCpu());
    parameters.get("pos_embed").zero_();
    Tensor pixels = Tensors.normal(4, 1, Precision.FLOAT64, 2, 3, 8, 12);
    double[] weights = Tensors.toDoubles(parameters.get("patch_embed.proj.weight"));
    double[] biases = Tensors.toDoubles(parameters.get("patch_embed.proj.bias"));
    double[] picture = Tensors.toDoubles(pixels);

    Tensor embedded = new VisionTransformer(SETTINGS, parameters, "").embed(pixels);

    assertThat(Tensors.shape(embedded)).containsExactly(2, 1 + 2 * 3, 8);
    double[] found = Tensors.toDoubles(embedded);
    for (int image = 0; image < 2; image++) {
      for (int patch = 0; patch < 6; patch++) {
        for (int out = 0; out < 8; out++) {
          double expected = biases[out];
          for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < 4; y++) {
              for (int x = 0; x < 4; x++) {
                int row = patch / 3 * 4 + y;
                int column = patch % 3 * 4 + x;
                expected +=
                    weights[((out * 3 + channel) * 4 + y) * 4 + x]
                        * picture[((image * 3 + channel) * 8 + row) * 12 + column];
              }
            }
          }
          assertThat(found[(image * 7 + 1 + patch) * 8 + out]).isCloseTo(expected, within(1e-13));
        }
      }
    }
  }

  @Test
  void sidesThatDoNotDivide_areRefused() {
    Parameters parameters =
        Parameters.initial(VisionTransformer.specs(SETTINGS, ""), 3, Precision.FLOAT32.onCpu());
    VisionTransformer network = new VisionTransformer(SETTINGS, parameters, "");

    assertThatThrownBy(() -> network.embed(Tensors.zeros(Precision.FLOAT32, 1, 3, 8, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pictures of 10 x 8 do not divide into patches of 4 pixels");
  }

  @Test
  void picturesOfABatch_doNotTouchEachOther() {
    Parameters parameters =
        Parameters.initial(VisionTransformer.specs(SETTINGS, ""), 3, Precision.FLOAT64.onCpu());
    VisionTransformer network = new VisionTransformer(SETTINGS, parameters, "");
    Tensor pixels = Tensors.normal(4, 1, Precision.FLOAT64, 3, 3, 8, 8);

    double[] together = Tensors.toDoubles(network.tokens(pixels, DropPath.NONE).select(0, 1));
    double[] alone = Tensors.toDoubles(network.tokens(pixels.narrow(0, 1, 1), DropPath.NONE));

    assertThat(together).containsExactly(alone, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 8, 1, 1", "8, 3, 8, 1, 1", "8, 4, 9, 1, 2", "8, 4, 8, 0, 1"})
  void sizesThatDoNotFit_areRefused(int image, int patch, int width, int blocks, int heads) {
    assertThatThrownBy(() -> VitSettings.of(image, patch, width, blocks, heads))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void classTokens_areTheFirstOfAllTokens() {
    Parameters parameters =
        Parameters.initial(VisionTransformer.specs(SETTINGS, ""), 3, Precision.FLOAT64.onCpu());
    VisionTransformer network = new VisionTransformer(SETTINGS, parameters, "");
    Tensor pixels = Tensors.normal(4, 1, Precision.FLOAT64, 2, 3, 8, 12);

    double[] expected = Tensors.toDoubles(network.tokens(pixels, DropPath.NONE).select(1, 0));

    assertThat(Tensors.toDoubles(network.classTokens(pixels)))
        .containsExactly(expected, within(1e-12));
  }
}
