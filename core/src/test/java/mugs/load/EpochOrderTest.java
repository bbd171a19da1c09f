package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import mugs.source.ForwardRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochOrderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 3781})
  void order_holdsEveryPictureOnce(int pictures) {
    assertThat(EpochOrder.of(5, 2, pictures))
        .containsExactlyInAnyOrder(IntStream.range(0, pictures).toArray());
  }

  @Test
  void order_isAnother_inEachEpochAndForEachSeed_andTheSameForTheSame() {
    int[] order = EpochOrder.of(5, 2, 64);

    assertThat(EpochOrder.of(5, 2, 64)).isEqualTo(order);
    assertThat(EpochOrder.of(5, 3, 64)).isNotEqualTo(order);
    assertThat(EpochOrder.of(6, 2, 64)).isNotEqualTo(order);
  }

  @Test
  void everyPicture_standsAtEveryPlace_aboutEquallyOften() {
    int epochs = 6000;
    int[][] counts = new int[4][4];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = EpochOrder.of(1, epoch, 4);
      for (int place = 0; place < 4; place++) {
        counts[place][order[place]]++;
      }
    }

    // binomial: 1500 expected, deviation sqrt(6000 / 4 * 3 / 4) = 34; five of them
    for (int[] ofPlace : counts) {
      assertThat(IntStream.of(ofPlace)).allMatch(count -> count > 1330 && count < 1670);
    }
  }

  private static final ForwardRuns RUNS =
      new ForwardRuns(
          List.of(
              new ForwardRuns.Run(0, 100),
              new ForwardRuns.Run(100, 130),
              new ForwardRuns.Run(150, 400)),
          20);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void parts_holdEveryPictureOnceTogether_butForFewerThanTheyAre(int count) {
    for (ForwardRuns runs : List.of(ForwardRuns.NONE, RUNS)) {
      Set<Integer> seen = new HashSet<>();
      int length = -1;
      for (int index = 0; index < count; index++) {
        int[] order = EpochOrder.of(5, 2, 400, runs, new EpochPart(index, count));
        assertThat(length < 0 || order.length == length).isTrue();
        length = order.length;
        for (int picture : order) {
          assertThat(seen.add(picture)).as("picture %d is new", picture).isTrue();
          assertThat(picture).isBetween(0, 399);
        }
      }
      assertThat(400 - seen.size()).isLessThan(2 * count); // of each kind of picture
      assertThat(count > 1 || seen.size() == 400).isTrue();
    }
  }

  @Test
  void runs_areGoneThroughOneAfterTheOther_noPictureAheadOfItsTurnByMoreThanTheWindow() {
    for (int epoch = 0; epoch < 20; epoch++) {
      int[] order =
          IntStream.of(EpochOrder.of(5, epoch, 400, RUNS, EpochPart.WHOLE))
              .filter(picture -> picture < 130 || picture >= 150)
              .toArray();
      int[] sequence = sequence(order);
      Map<Integer, Integer> turnOf = new HashMap<>();
      for (int turn = 0; turn < sequence.length; turn++) {
        turnOf.put(sequence[turn], turn);
      }
      for (int i = 0; i < order.length; i++) {
        assertThat(turnOf.get(order[i])).isLessThan(i + 20);
      }
    }
  }

  /** Returns the runs one after the other, as the order must have met them. */
  private static int[] sequence(int[] order) {
    List<ForwardRuns.Run> runs = new ArrayList<>(RUNS.runs());
    runs.sort(Comparator.comparingDouble(run -> meanPlace(order, run)));
    return runs.stream().flatMapToInt(run -> IntStream.range(run.from(), run.to())).toArray();
  }

  private static double meanPlace(int[] order, ForwardRuns.Run run) {
    return IntStream.range(0, order.length)
        .filter(i -> order[i] >= run.from() && order[i] < run.to())
        .average()
        .orElseThrow();
  }

  @Test
  void orderOfRuns_isShuffled_andAnotherInEachEpoch() {
    int[] order = EpochOrder.of(5, 0, 400, RUNS, EpochPart.WHOLE);

    assertThat(EpochOrder.of(5, 0, 400, RUNS, EpochPart.WHOLE)).isEqualTo(order);
    assertThat(EpochOrder.of(5, 1, 400, RUNS, EpochPart.WHOLE)).isNotEqualTo(order);
    long neighbours = IntStream.range(1, 400).filter(i -> order[i] == order[i - 1] + 1).count();
    assertThat(neighbours).isLessThan(60); // one in a window of 20 by chance: 20 of 400
    Set<Integer> first = new HashSet<>();
    for (int epoch = 0; epoch < 50; epoch++) {
      first.add(sequence(EpochOrder.of(5, epoch, 400, RUNS, EpochPart.WHOLE))[0]);
    }
    assertThat(first).containsExactlyInAnyOrder(0, 100, 150);
  }

  @Test
  void picturesInNoRun_areSpreadOverTheWholeEpoch() {
    int epochs = 400;
    int[] halves = new int[2];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = EpochOrder.of(1, epoch, 400, RUNS, EpochPart.WHOLE);
      for (int i = 0; i < order.length; i++) {
        halves[i / 200] += order[i] >= 130 && order[i] < 150 ? 1 : 0;
      }
    }

    // 8000 pictures, 4000 expected in each half, deviation about 44; five of them
    assertThat(halves[0]).isBetween(3780, 4220);
    assertThat(halves[0] + halves[1]).isEqualTo(20 * epochs);
  }

  @Test
  void partThatIsNone_isRefused() {
    assertThatThrownBy(() -> new EpochPart(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no part 2 of 2");
  }
}
