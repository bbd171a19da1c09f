package mugs.vit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A toy small enough to count by hand: 4 patches of 3 x 4 x 4 values, two wide, three blocks. */
class ForwardOperationsTest {
  private static final ForwardOperations TOY = new ForwardOperations(VitSettings.of(8, 4, 2, 3, 1));

  private static final int PATCHES = 4 * (2 * 48 * 2);

  /** Queries, keys and values; scores and their sums; projection; perceptron, 8 wide inside. */
  private static final int BLOCK =
      2 * 5 * 2 * 6 + 2 * (2 * 5 * 5 * 2) + 2 * 5 * 2 * 2 + 2 * (2 * 5 * 2 * 8);

  /** Keys and values of all tokens, all else of one. */
  private static final int FIRST =
      2 * 5 * 2 * 4 + 2 * 2 * 2 + 2 * (2 * 5 * 2) + 2 * 2 * 2 + 2 * (2 * 2 * 8);

  @Test
  void allTokens_takeEveryBlockWhole() {
    assertThat(TOY.tokens(8)).isEqualTo(PATCHES + 3 * BLOCK);
  }

  @Test
  void classToken_takesNoMoreOfTheLastBlockThanItNeeds() {
    assertThat(TOY.classToken(8)).isEqualTo(PATCHES + 2 * BLOCK + FIRST);
  }

  /** The published 4.6 billion multiplications and additions of ViT-S/16, two operations each. */
  @Test
  void smallTransformer_takesWhatIsPublished() {
    assertThat(new ForwardOperations(VitSettings.small(224, 16)).tokens(224))
        .isBetween(9.1e9, 9.3e9);
  }
}
