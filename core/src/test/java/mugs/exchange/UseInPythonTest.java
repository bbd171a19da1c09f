package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;

class UseInPythonTest {
  private static final ExportOptions TIMM = ExportOptions.of(ExportFormat.TIMM);

  @Test
  void whatTheTextUses_isImported() {
    assertThat(UseInPython.of("w.safetensors", TIMM, new VitSettings(32, 8, 24, 2, 3, 1e-5)))
        .startsWith("```python\nimport functools\nimport timm\nimport torch\nfrom safetensors")
        .contains("functools.partial(torch.nn.LayerNorm, eps=1.0E-5)");
    assertThat(UseInPython.of("w.safetensors", TIMM, VitSettings.small(224, 16)))
        .startsWith("```python\nimport timm\nfrom safetensors");
  }
}
