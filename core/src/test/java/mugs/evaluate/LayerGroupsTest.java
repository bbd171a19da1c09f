package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.engine.Precision;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerGroupsTest {
  private static final LayerGroups TWO_BLOCKS = new LayerGroups(2, 0.5);

  @ParameterizedTest
  @CsvSource({
    "cls_token, 0.125",
    "pos_embed, 0.125",
    "patch_embed.proj.weight, 0.125",
    "blocks.0.attn.qkv.weight, 0.25",
    "blocks.1.mlp.fc2.bias, 0.5",
    "norm.weight, 1",
    "instance_head.projector.0.weight, 1",
    "head.bias, 1"
  })
  void rates_fallByTheDecayWithEachLayerTowardsThePictures(String name, double share) {
    assertThat(TWO_BLOCKS.rateShare(name)).isEqualTo(share);
  }

  @Test
  void blocks_withTwoDigits_areNotTakenForOthers() {
    assertThat(new LayerGroups(24, 0.5).layer("blocks.12.norm1.weight")).isEqualTo(13);
  }

  @Test
  void matricesDecay_biasesNormsTokensAndPositionsDoNot() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor matrix = Precision.FLOAT32.onCpu().zeros(2, 2);
      Tensor row = Precision.FLOAT32.onCpu().zeros(2);
      Tensor tokens = Precision.FLOAT32.onCpu().zeros(1, 2, 2);
      assertThat(TWO_BLOCKS.decays("blocks.0.mlp.fc1.weight", matrix)).isTrue();
      assertThat(TWO_BLOCKS.decays("head.weight", matrix)).isTrue();
      assertThat(TWO_BLOCKS.decays("blocks.0.norm1.weight", row)).isFalse();
      assertThat(TWO_BLOCKS.decays("cls_token", tokens)).isFalse();
      assertThat(TWO_BLOCKS.decays("pos_embed", tokens)).isFalse();
    }
  }
}
