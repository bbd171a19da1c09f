package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.ParameterMismatchException;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneFileTest {
  private static final VitSettings VIT = new VitSettings(8, 4, 8, 1, 2, 1e-5);
  private static final Placement FLOATS = new Placement(Precision.FLOAT32, Device.CPU);
  private static final NetworkDescription NETWORK =
      new NetworkDescription(VIT, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

  @TempDir private Path folder;

  @Test
  void backbone_isRebuilt_andHeadsAreLeftWhereTheyAre() throws IOException {
    Map<String, Tensor> tensors = tensors();
    tensors.put("group_head.last_layer.weight_g", Tensors.of(new float[] {1}, 1, 1));
    Path file = write(tensors, NETWORK.metadata());

    try (Scope scope = Scope.withoutGradients();
        BackboneFile backbone = BackboneFile.open(file, FLOATS)) {
      assertThat(backbone.settings()).isEqualTo(VIT);
      assertThat(backbone.parameters().names()).hasSize(tensors.size() - 1);
      assertThat(Tensors.toFloats(backbone.parameters().get("norm.bias"))).containsOnly(3);
    }
  }

  @Test
  void fileThatDoesNotSayWhatItHolds_orHoldsLess_isRefused() throws IOException {
    Path silent = write(tensors(), Map.of());
    assertThatThrownBy(() -> BackboneFile.open(silent, FLOATS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("w.safetensors")
        .hasMessageContaining("mugs import");

    Map<String, Tensor> less = tensors();
    less.remove("norm.bias");
    Path lesser = write(less, NETWORK.metadata());
    assertThatThrownBy(() -> BackboneFile.open(lesser, FLOATS))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessageContaining("missing norm.bias");
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(
            Parameters.initial(VisionTransformer.specs(VIT, ""), 1, FLOATS).asMap());
    tensors.put("norm.bias", Tensors.of(new float[] {3, 3, 3, 3, 3, 3, 3, 3}, 8));
    return tensors;
  }

  private Path write(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(file, tensors, metadata);
    return file;
  }
}
