package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsComparisonTest {
  @TempDir private Path folder;

  @Test
  void oneNetworkUnderTwoNames_isEqual_whereBothHaveIt() throws IOException {
    WeightsComparison comparison =
        WeightsComparison.of(
            TorchFileTest.resource("interchange/authors-checkpoint.pth"),
            TorchFileTest.resource("interchange/old-format.pth"));

    assertThat(comparison.ourNames()).isTrue();
    assertThat(comparison.missing()).hasSize(14).allMatch(name -> name.contains("_head."));
    assertThat(comparison.leftOver()).isEmpty();
    assertThat(comparison.differences()).hasSize(42);
    assertThat(comparison.differences().values())
        .allMatch(difference -> difference.largest() == 0 && difference.scale() > 0);
    assertThat(comparison.equal()).isFalse();
  }

  @Test
  void differences_areTheLargest_andEveryOtherTensorIsNamed() throws IOException {
    Map<String, float[]> first = new LinkedHashMap<>();
    first.put("a", new float[] {1, -4, 3});
    first.put("b", new float[] {1});
    first.put("c", new float[] {1, 2});
    first.put("d", new float[] {Float.NaN, 1});
    Map<String, float[]> second = new LinkedHashMap<>();
    second.put("a", new float[] {1.5f, -4, 2});
    second.put("c", new float[] {1, 2, 3});
    second.put("d", new float[] {0, 1});
    second.put("e", new float[] {1});

    WeightsComparison comparison = WeightsComparison.of(write("1", first), write("2", second));

    assertThat(comparison.ourNames()).isFalse();
    assertThat(comparison.missing()).containsExactly("b");
    assertThat(comparison.leftOver()).containsExactly("e");
    assertThat(comparison.otherShapes()).containsEntry("c", "[2], then [3]");
    assertThat(comparison.differences()).containsEntry("a", new WeightsComparison.Difference(1, 4));
    assertThat(comparison.largest().map(Map.Entry::getKey)).contains("d");
    assertThat(WeightsComparison.of(write("1", first), write("3", first)).equal()).isTrue();
  }

  @Test
  void complexNumbers_areComparedInBothParts() throws IOException {
    Path first = folder.resolve("first.safetensors");
    Path second = folder.resolve("second.safetensors");
    Path real = folder.resolve("real.safetensors");
    try (Scope scope = Scope.withoutGradients()) {
      Tensor parts = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
      Tensor others = Tensors.of(new float[] {1, 2, 3, -3}, 2, 2); // the second imaginary part
      SafetensorsWriter.write(first, Map.of("a", torch.view_as_complex(parts)), Map.of());
      SafetensorsWriter.write(second, Map.of("a", torch.view_as_complex(others)), Map.of());
      SafetensorsWriter.write(real, Map.of("a", Tensors.of(new float[] {1, 3}, 2)), Map.of());
    }

    assertThat(WeightsComparison.of(first, first).equal()).isTrue();
    assertThat(WeightsComparison.of(first, second).differences())
        .containsEntry("a", new WeightsComparison.Difference(7, 4));
    assertThat(WeightsComparison.of(first, real).otherShapes()).containsEntry("a", "C64, then F32");
  }

  private Path write(String name, Map<String, float[]> values) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      values.forEach((key, own) -> tensors.put(key, Tensors.of(own, own.length)));
      SafetensorsWriter.write(file, tensors, Map.of());
    }
    return file;
  }

  @Test
  void facts_tellTheNetworkOfAFile_orWhyThereIsNone() throws IOException {
    WeightsFacts checkpoint =
        WeightsFacts.read(TorchFileTest.resource("interchange/authors-checkpoint.pth"));
    assertThat(checkpoint.tensors()).hasSize(309);
    assertThat(checkpoint.network())
        .startsWith("a training checkpoint of Mugs, its network 'teacher/backbone.'; ")
        .contains("--heads");
    WeightsFacts odd = WeightsFacts.read(TorchFileTest.resource("exchange/odd.pth"));
    assertThat(odd.network()).startsWith("it holds no vision transformer");
    assertThat(odd.settings()).isEmpty();

    Path file = folder.resolve("imported.safetensors");
    try (ImportedWeights weights =
        ImportedWeights.read(
            TorchFileTest.resource("interchange/old-format.pth"),
            new ImportOptions(Optional.empty(), OptionalInt.of(3), 1e-6))) {
      weights.write(file);
    }
    assertThat(WeightsFacts.read(file).settings()).contains(VitSettings.of(32, 8, 24, 2, 3));
  }
}
