package mugs.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private static final VitSettings SETTINGS = VitSettings.of(16, 4, 64, 2, 4);
  private static final List<ParameterSpec> SPECS = VisionTransformer.specs(SETTINGS, "");

  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void startValues_followTheMethodsDistributions() {
    Parameters start = Parameters.initial(SPECS, 7, Precision.FLOAT64.onCpu());

    double[] weights = Tensors.toDoubles(start.get("blocks.1.mlp.fc1.weight"));
    assertThat(weights).hasSize(256 * 64);
    assertThat(mean(weights)).isCloseTo(0, within(4 * 0.02 / 128)); // four standard errors
    assertThat(deviation(weights)).isCloseTo(0.02, within(4 * 0.02 / Math.sqrt(2 * 16384)));
    // the cut lies at plus and minus 2, not at two deviations: one of 22 is further out
    assertThat(Arrays.stream(weights).filter(w -> Math.abs(w) > 0.04).count())
        .isBetween(640L, 850L);
    assertThat(deviation(Tensors.toDoubles(start.get("pos_embed")))).isCloseTo(0.02, within(0.002));

    double bound = 1 / Math.sqrt(3 * 4 * 4);
    double[] patch = Tensors.toDoubles(start.get("patch_embed.proj.weight"));
    assertThat(Arrays.stream(patch).map(Math::abs).max().orElse(0)).isBetween(0.99 * bound, bound);
    assertThat(deviation(patch)).isCloseTo(bound / Math.sqrt(3), within(0.03 * bound));
    double[] bias = Tensors.toDoubles(start.get("patch_embed.proj.bias"));
    assertThat(Arrays.stream(bias).map(Math::abs).max().orElse(0)).isBetween(0.9 * bound, bound);

    assertThat(Tensors.toDoubles(start.get("blocks.0.attn.qkv.bias"))).containsOnly(0);
    assertThat(Tensors.toDoubles(start.get("norm.weight"))).containsOnly(1);
    assertThat(Tensors.toDoubles(start.get("norm.bias"))).containsOnly(0);
  }

  @Test
  void seed_decidesEveryValue_andNoTwoTensorsAreAlike() {
    Parameters start = Parameters.initial(SPECS, 7, Precision.FLOAT32.onCpu());
    Parameters same = Parameters.initial(SPECS, 7, Precision.FLOAT32.onCpu());
    Parameters other = Parameters.initial(SPECS, 8, Precision.FLOAT32.onCpu());
    String name = "blocks.0.attn.qkv.weight";

    for (String each : start.names()) {
      assertThat(Tensors.toFloats(start.get(each))).isEqualTo(Tensors.toFloats(same.get(each)));
    }
    assertThat(Tensors.toFloats(start.get(name))).isNotEqualTo(Tensors.toFloats(other.get(name)));
    assertThat(Tensors.toFloats(start.get(name)))
        .isNotEqualTo(Tensors.toFloats(start.get("blocks.1.attn.qkv.weight")));
  }

  @Test
  void everyMisfit_isNamed_whenTensorsAreMissingLeftOverOrOfAnotherShape() {
    Map<String, Tensor> given =
        new LinkedHashMap<>(Parameters.initial(SPECS, 7, Precision.FLOAT32.onCpu()).asMap());
    given.remove("norm.bias");
    given.put("head.weight", Tensors.zeros(Precision.FLOAT32, 1));
    given.put("blocks.0.norm1.bias", Tensors.zeros(Precision.FLOAT32, 63));

    assertThatThrownBy(() -> Parameters.copyOf(SPECS, given, Precision.FLOAT32.onCpu()))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessage(
            "the weights do not fit the network: blocks.0.norm1.bias is [63], not [64];"
                + " missing norm.bias [64]; left over head.weight");
  }

  @Test
  void copies_areCopies_inThePrecisionAskedFor() {
    Parameters start = Parameters.initial(SPECS, 7, Precision.FLOAT32.onCpu());

    Parameters copy = Parameters.copyOf(SPECS, start.asMap(), Precision.FLOAT64.onCpu());
    copy.get("norm.weight").zero_();

    assertThat(copy.get("norm.weight").element_size()).isEqualTo(8);
    assertThat(Tensors.toDoubles(start.get("norm.weight"))).containsOnly(1);
    assertThat(copy.count()).isEqualTo(start.count());
  }

  @Test
  void parameterThatIsNotThere_isNamed() {
    assertThatThrownBy(
            () -> Parameters.initial(SPECS, 1, Precision.FLOAT32.onCpu()).get("head.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has no parameter 'head.weight'");
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0));
  }
}
