package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A toy small enough to count by hand, {@code 2 m n k} a product: two wide, one block, one head;
 * global crops of 4 patches (5 tokens), one local crop of 1 patch (2 tokens).
 */
class StepOperationsTest {

  private static final String[] TOY = {
    "crops.global-size=8",
    "crops.local-size=4",
    "crops.local-crops=1",
    "backbone.width=2",
    "backbone.blocks=1",
    "backbone.heads=1",
    "backbone.patch-size=4",
    "heads.hidden=3",
    "heads.predictor-hidden=5",
    "heads.output=4",
    "heads.group-hidden=6",
    "heads.bottleneck=7",
    "supervision.instance.queue=10",
    "supervision.local-group.queue=11",
    "supervision.local-group.memory=12",
    "supervision.local-group.neighbours=2",
    "supervision.group.prototypes=13",
  };

  /** A patch of 3 x 4 x 4 values to 2. */
  private static final int PATCH = 2 * 48 * 2;

  /** Queries, keys and values; scores and their sums; projection; perceptron, 8 wide inside. */
  private static final int BLOCK_OF_5 =
      2 * 5 * 2 * 6 + 2 * (2 * 5 * 5 * 2) + 2 * 5 * 2 * 2 + 2 * (2 * 5 * 2 * 8);

  private static final int BLOCK_OF_2 =
      2 * 2 * 2 * 6 + 2 * (2 * 2 * 2 * 2) + 2 * 2 * 2 * 2 + 2 * (2 * 2 * 2 * 8);

  private static final int PROJECTOR = 2 * (2 * 3 + 3 * 3 + 3 * 4);
  private static final int PREDICTOR = 2 * (4 * 5 + 5 * 4);

  private static double count(String... changes) {
    return StepOperations.anImage(
        Recipe.load(
            "demo", Stream.concat(Stream.of(TOY), Stream.of(changes)).toArray(String[]::new)));
  }

  @Test
  void instanceAlone_isBackbone_headAndQueue() {
    int teacher = 4 * PATCH + BLOCK_OF_5 + PROJECTOR;
    // there and back: three products for one, but no gradient of the pixels, nor of the queue
    int queue = 2 * (2 * 4 * 10);
    int global = 2 * 4 * PATCH + 3 * (BLOCK_OF_5 + PROJECTOR + PREDICTOR) + queue;
    int local = 2 * PATCH + 3 * (BLOCK_OF_2 + PROJECTOR + PREDICTOR) + queue;

    assertThat(count("supervision.local-group.weight=0", "supervision.group.weight=0"))
        .isEqualTo(2 * teacher + 2 * global + local)
        .isEqualTo(12898);
  }

  @Test
  void greyPictures_haveAThirdOfTheEmbedding() {
    String[] alone = {"supervision.local-group.weight=0", "supervision.group.weight=0"};
    String[] grey = {
      "supervision.local-group.weight=0", "supervision.group.weight=0", "crops.channels=1"
    };

    // two teacher crops of four patches, two global and one local student crop there and back
    int patches = 2 * 4 + 2 * 2 * 4 + 2;
    assertThat(count(alone) - count(grey)).isEqualTo(patches * (PATCH - PATCH / 3));
  }

  @Test
  void groupAlone_isBackbone_headAndPrototypes() {
    int head = 2 * (2 * 6 + 6 * 6 + 6 * 7) + 2 * 7 * 13;
    int teacher = 4 * PATCH + BLOCK_OF_5 + head;
    int global = 2 * 4 * PATCH + 3 * (BLOCK_OF_5 + head);

    assertThat(
            count(
                "supervision.instance.weight=0",
                "supervision.local-group.weight=0",
                "crops.local-crops=0"))
        .isEqualTo(2 * teacher + 2 * global);
  }

  @Test
  void localGroupAlone_looksUpNeighbours_andRelatesThemToTheFirstToken() {
    // three tokens: keys and values of all; query, projection and perceptron of the first
    int relation = 2 * 3 * 2 * 4 + 2 * 2 * 2 + 2 * (2 * 3 * 2) + 2 * 2 * 2 + 2 * (2 * 2 * 8);
    int lookUp = 2 * 2 * 12;
    int queue = 2 * (2 * 4 * 11);
    int teacher = 4 * PATCH + BLOCK_OF_5 + PROJECTOR + relation + lookUp;
    int global =
        2 * 4 * PATCH + 3 * (BLOCK_OF_5 + PROJECTOR + PREDICTOR + relation) + lookUp + queue;

    assertThat(
            count(
                "supervision.instance.weight=0",
                "supervision.group.weight=0",
                "crops.local-crops=0"))
        .isEqualTo(2 * teacher + 2 * global);
  }

  @Test
  void allThree_shareTheBackbone() {
    assertThat(count()).isEqualTo(20634);
  }
}
