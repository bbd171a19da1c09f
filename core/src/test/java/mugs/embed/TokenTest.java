package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mugs.engine.Precision;
import mugs.image.RgbImage;
import mugs.load.Normalisation;
import org.junit.jupiter.api.Test;

/** Worked out by hand, see {@link StagedTokens}; the blocks add 1, 3 and 6 in all. */
class TokenTest {
  private static final List<RgbImage> TWO =
      List.of(new RgbImage(1, 1, new byte[3]), new RgbImage(1, 1, new byte[] {9, 9, 9}));

  private static float[] values(Token token) {
    return new FeatureExtractor(
            new StagedTokens(), Precision.FLOAT32.onCpu(), Normalisation.IMAGENET, token)
        .features(TWO)
        .values();
  }

  @Test
  void classToken_isTheFirst_normalised() {
    assertThat(values(Token.CLASS)).containsExactly(12, 12, 12, 12);
  }

  @Test
  void meanPatch_leavesTheClassTokenOut() {
    assertThat(values(Token.MEAN_PATCH)).containsExactly(18, 24, 18, 24);
  }

  @Test
  void lastBlocks_standInTheirOrder_eachNormalised() {
    assertThat(values(new Token.LastBlocks(2))).containsExactly(6, 6, 12, 12, 6, 6, 12, 12);
    assertThat(values(new Token.LastBlocks(3)))
        .containsExactly(2, 2, 6, 6, 12, 12, 2, 2, 6, 6, 12, 12);
  }

  @Test
  void moreBlocksThanThereAre_areRefused() {
    assertThatThrownBy(() -> values(new Token.LastBlocks(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the class tokens of the last 4 blocks were asked for, the network has 3: take fewer");
    assertThatThrownBy(() -> new Token.LastBlocks(0)).hasMessageContaining("not 0");
  }
}
