package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mugs.engine.ElementType;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackboneShapeTest {

  /** Width, blocks and heads of the published vision transformers: tiny to giant. */
  @ParameterizedTest
  @CsvSource({
    "192, 12, 3",
    "384, 12, 6",
    "768, 12, 12",
    "1024, 24, 16",
    "1280, 32, 16",
    "1536, 40, 24"
  })
  void headsOfThePublishedTransformers_followFromTheirWidth(int width, int blocks, int heads)
      throws UnusableWeightsException {
    VitSettings published = VitSettings.of(224, 16, width, blocks, heads);
    assertThat(BackboneShape.of(tensors(published), ImportOptions.USUAL)).isEqualTo(published);
  }

  @Test
  void greyPictures_andAnotherEpsilon_areKept() throws UnusableWeightsException {
    VitSettings grey = new VitSettings(28, 7, 64, 1, 4, 1e-5, 1);
    ImportOptions options = new ImportOptions(Optional.empty(), OptionalInt.of(4), 1e-5);
    assertThat(BackboneShape.of(tensors(grey), options)).isEqualTo(grey);
  }

  @Test
  void headsThatDoNotDivideTheWidth_areRefused() {
    ImportOptions options = new ImportOptions(Optional.empty(), OptionalInt.of(5), 1e-6);
    assertThatThrownBy(() -> BackboneShape.of(tensors(VitSettings.of(32, 8, 64, 1, 1)), options))
        .hasMessageContaining("64 wide, which 5 heads cannot share");
  }

  private static Map<String, ForeignTensor> tensors(VitSettings settings) {
    Map<String, ForeignTensor> tensors = new LinkedHashMap<>();
    VisionTransformer.specs(settings, "")
        .forEach(
            spec ->
                tensors.put(
                    spec.name(),
                    new ForeignTensor(
                        ElementType.F32, Arrays.stream(spec.shape()).boxed().toList())));
    return tensors;
  }
}
