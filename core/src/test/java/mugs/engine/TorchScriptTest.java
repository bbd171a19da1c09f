package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptTest {
  private final Scope scope = Scope.withoutGradients();

  @TempDir private Path folder;

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void network_isWrittenWithItsModules_andComputesAgain() throws Exception {
    Path file = folder.resolve("net.pt");
    TorchScript.write(
        file,
        Map.of(
            "bias", Tensors.of(new float[] {1, 2}, 2),
            "blocks.0.weight", Tensors.of(new float[] {3, 5}, 2)),
        Map.of(
            "blocks.0",
            """
            def forward(self, x: Tensor) -> Tensor:
                return x * self.weight
            """,
            "",
            """
            def forward(self, x: Tensor) -> Tensor:
                return getattr(self.blocks, "0").forward(x) + self.bias
            """),
        Map.of("note.txt", "two blocks"));

    Tensor found;
    try (TorchScript network = TorchScript.load(file)) {
      found = network.run("forward", Tensors.of(new float[] {10, 100}, 2));
    }

    assertThat(Tensors.toFloats(found)).containsExactly(31, 502);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      var entry =
          zip.stream()
              .filter(each -> each.getName().endsWith("extra/note.txt"))
              .findFirst()
              .orElseThrow();
      String note = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(note).isEqualTo("two blocks");
    }
  }

  @Test
  void sourceThatIsNoTorchScript_isRefused() {
    assertThatThrownBy(
            () ->
                TorchScript.write(
                    folder.resolve("net.pt"),
                    Map.of(),
                    Map.of("", "def forward(self, x):\n    return nothing\n"),
                    Map.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("undefined value nothing");
  }

  @Test
  void fileThatIsNone_isRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("net.pt"), "text");

    assertThatThrownBy(() -> TorchScript.load(file)).isInstanceOf(EngineException.class);
  }
}
