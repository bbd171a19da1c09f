package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mugs.engine.ElementType;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that torch.save wrote. The odd ones hold counts from 0 up, in all types and as views of one
 * storage.
 */
class TorchFileTest {
  @TempDir private Path folder;

  static Path resource(String name) {
    try {
      return Path.of(TorchFileTest.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"odd.pth", "odd-old.pth", "odd-p4.pth", "odd-p5-old.pth"})
  void tensors_ofEveryTypeAndView_comeBack(String name) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        ForeignFile file = ForeignFile.open(resource("exchange/" + name))) {
      Map<String, ForeignTensor> tensors = file.tensors();
      assertThat(tensors.get("tensors/f64"))
          .isEqualTo(new ForeignTensor(ElementType.F64, List.of(2L, 3L)));
      assertThat(tensors.get("tensors/bf16"))
          .isEqualTo(new ForeignTensor(ElementType.BF16, List.of(3L, 2L)));
      assertThat(tensors.get("tensors/scalar"))
          .isEqualTo(new ForeignTensor(ElementType.F32, List.of()));
      assertThat(doubles(file, "f64")).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(doubles(file, "f16")).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(doubles(file, "bf16")).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(Tensors.toLongs(file.read("tensors/i64"))).containsExactly(-1, 1L << 40);
      assertThat(doubles(file, "i32")).containsExactly(-5, 7);
      assertThat(doubles(file, "i16")).containsExactly(-5, 7);
      assertThat(doubles(file, "i8")).containsExactly(-5, 7);
      assertThat(doubles(file, "u8")).containsExactly(250, 7);
      assertThat(doubles(file, "bool")).containsExactly(1, 0, 1);
      assertThat(doubles(file, "part")).containsExactly(4, 5, 6, 7, 8, 9);
      assertThat(doubles(file, "turned")).startsWith(0, 6, 12, 18, 1, 7).hasSize(24);
      assertThat(doubles(file, "strided")).containsExactly(1, 3, 5, 13, 15, 17);
      assertThat(doubles(file, "scalar")).containsExactly(3.5);
      assertThat(file.read("tensors/empty").numel()).isZero();
      assertThat(doubles(file, "parameter")).containsExactly(0, 1, 2, 3);
    }
  }

  private static double[] doubles(ForeignFile file, String name) throws IOException {
    Tensor tensor = file.read("tensors/" + name);
    assertThat(tensor.is_contiguous()).isTrue();
    return Tensors.toDoubles(tensor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"odd.pth", "odd-old.pth", "odd-p4.pth", "odd-p5-old.pth"})
  void values_besideTheTensors_areInert(String name) throws IOException {
    try (ForeignFile file = ForeignFile.open(resource("exchange/" + name))) {
      assertThat(file.values())
          .containsEntry("epoch", 7L)
          .containsEntry("rate", 0.5)
          .containsEntry("name", "Größe")
          .containsEntry("none", "None")
          .containsEntry("yes", true)
          .containsEntry("list/0", 1L)
          .containsEntry("list/1/1", -3L)
          .containsEntry("large", BigInteger.TWO.pow(70))
          .containsEntry("bytes", new byte[] {'a', 'b', 0})
          .containsEntry("size/1", 3L)
          .containsEntry("args/a", 1L)
          .containsEntry("args/b", "x")
          .containsEntry("ordered/k", 1L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy-scalars.pth", "numpy-scalars-old.pth"})
  void numbersOfNumpy_areNumbers(String name) throws IOException {
    try (ForeignFile file = ForeignFile.open(resource("interchange-more/" + name))) {
      assertThat(file.tensors()).containsKey("teacher/cls_token");
      assertThat(file.values())
          .containsEntry("epoch", 3L)
          .containsEntry("optimizer/param_groups/0/lr", 0.0003)
          .containsEntry("optimizer/param_groups/0/weight_decay", 0.25)
          .containsEntry("odd/0", -7L)
          .containsEntry("odd/1", 200L)
          .containsEntry("odd/2", true);
    }
  }

  @Test
  void teacher_inACheckpoint_isTheOneSavedAlone() throws IOException {
    try (Scope scope = Scope.withoutGradients();
        ForeignFile checkpoint = ForeignFile.open(resource("interchange/authors-checkpoint.pth"));
        ForeignFile alone = ForeignFile.open(resource("interchange/authors-teacher.safetensors"))) {
      assertThat(alone.tensors()).hasSize(56);
      for (String name : alone.tensors().keySet()) {
        assertThat(checkpoint.tensors().get("teacher/" + name))
            .isEqualTo(alone.tensors().get(name));
        assertThat(Tensors.toDoubles(checkpoint.read("teacher/" + name)))
            .isEqualTo(Tensors.toDoubles(alone.read(name)));
      }
      assertThat(checkpoint.values())
          .containsEntry("epoch", 2L)
          .containsEntry("args/arch", "vit_small")
          .containsEntry("optimizer/param_groups/1/params/0", 29L);
    }
  }

  @Test
  void damagedValue_isToldByItsChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(resource("interchange/authors-backbone.pth"));
    bytes[98736 + 200] ^= 1; // within authors-backbone/data/38
    Path damaged = folder.resolve("damaged.pth");
    Files.write(damaged, bytes);
    try (ForeignFile file = ForeignFile.open(damaged)) {
      assertThatThrownBy(() -> file.read("state_dict/relation_blocks.0.mlp.fc1.weight"))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining("data/38")
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void storageOfAnotherTensor_isToldByThePicklesChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(resource("interchange/authors-backbone.pth"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // the key of a storage, behind its class: a text of two characters
    int key = text.indexOf("X\u0002\u0000\u0000\u000038") + 5;
    assertThat(key).isGreaterThan(5).isLessThan(text.indexOf("data/0"));
    bytes[key + 1] ^= 1; // 39 is there too
    Path damaged = folder.resolve("damaged.pth");
    Files.write(damaged, bytes);
    assertThatThrownBy(() -> ForeignFile.open(damaged))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("checksum of 'authors-backbone/data.pkl'");
  }

  @Test
  void otherFiles_areNamedForWhatTheyAre() throws IOException {
    assertThatThrownBy(() -> ForeignFile.open(resource("interchange/refuse-text.pth")))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("refuse-text.pth: it is no weights file");
    assertThatThrownBy(() -> ForeignFile.open(resource("interchange/refuse-code.pth")))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("posix.system")
        .hasMessageContaining("nothing of it was run");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatThrownBy(() -> ForeignFile.open(empty)).isInstanceOf(UnusableWeightsException.class);
  }
}
