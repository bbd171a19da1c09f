package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.DropPath;
import mugs.vit.DropPath.Branch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedDropPathTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void firstBlock_isNeverLeftOut_norTheOnlyOne() {
    long[] pictures = LongStream.range(0, 1000).toArray();

    assertThat(drop(0.9, 4, 1, 0, pictures, 0, 1).factors(0, Branch.ATTENTION)).isEmpty();
    assertThat(drop(0.9, 4, 1, 0, pictures, 0, 1).factors(0, Branch.MLP)).isEmpty();
    assertThat(drop(0.9, 1, 1, 0, pictures, 0, 1).factors(0, Branch.MLP)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.1", "2, 0.2", "3, 0.3"})
  void rates_riseLinearlyToTheLastBlock_andTheMeanStays(int block, double rate) {
    int count = 40_000;
    long[] pictures = LongStream.range(0, count / 2).toArray();

    for (Branch branch : Branch.values()) {
      double[] factors = factors(drop(0.3, 4, 1, 5, pictures, 0, 2), block, branch);

      assertThat(factors).hasSize(count);
      long dropped = Arrays.stream(factors).filter(factor -> factor == 0).count();
      double fourDeviations = 4 * Math.sqrt(count * rate * (1 - rate));
      assertThat((double) dropped).isCloseTo(rate * count, within(fourDeviations));
      assertThat(Arrays.stream(factors).filter(factor -> factor != 0).distinct())
          .singleElement()
          .satisfies(kept -> assertThat(kept).isCloseTo(1 / (1 - rate), within(1e-15)));
    }
  }

  @Test
  void choices_doNotDependOnHowABatchIsSplit() {
    long[] pictures = {3, 5, 8, 1, 9, 2, 6};
    double[] whole = factors(drop(0.5, 2, 1, 4, pictures, 0, 3), 1, Branch.MLP);

    for (int cut = 1; cut < pictures.length; cut++) {
      long[] left = Arrays.copyOf(pictures, cut);
      long[] right = Arrays.copyOfRange(pictures, cut, pictures.length);
      double[] leftFactors = factors(drop(0.5, 2, 1, 4, left, 0, 3), 1, Branch.MLP);
      double[] rightFactors = factors(drop(0.5, 2, 1, 4, right, 0, 3), 1, Branch.MLP);
      List<Double> joined = new ArrayList<>();
      for (int crop = 0; crop < 3; crop++) {
        add(joined, Arrays.copyOfRange(leftFactors, crop * cut, (crop + 1) * cut));
        int rest = right.length;
        add(joined, Arrays.copyOfRange(rightFactors, crop * rest, (crop + 1) * rest));
      }
      assertThat(joined).containsExactly(Arrays.stream(whole).boxed().toArray(Double[]::new));
    }
  }

  private static void add(List<Double> all, double[] values) {
    Arrays.stream(values).forEach(all::add);
  }

  @Test
  void laterCrops_areCountedOn() {
    long[] pictures = {3, 5, 8, 1};
    double[] crops = factors(drop(0.5, 2, 1, 4, pictures, 0, 3), 1, Branch.MLP);

    double[] last = factors(drop(0.5, 2, 1, 4, pictures, 2, 1), 1, Branch.MLP);

    assertThat(last).containsExactly(Arrays.copyOfRange(crops, 8, 12));
  }

  @Test
  void everyPartOfTheKey_countsOnItsOwn() {
    long[] pictures = LongStream.range(0, 200).toArray();
    long[] others = LongStream.range(200, 400).toArray();
    double[] choices = factors(drop(0.5, 3, 1, 4, pictures, 0, 1), 2, Branch.MLP);

    assertThat(factors(drop(0.5, 3, 1, 4, pictures, 0, 1), 2, Branch.MLP)).isEqualTo(choices);
    assertHalfAlike(choices, factors(drop(0.5, 3, 2, 4, pictures, 0, 1), 2, Branch.MLP));
    assertHalfAlike(choices, factors(drop(0.5, 3, 1, 5, pictures, 0, 1), 2, Branch.MLP));
    assertHalfAlike(choices, factors(drop(0.5, 3, 1, 4, others, 0, 1), 2, Branch.MLP));
    assertHalfAlike(choices, factors(drop(0.5, 3, 1, 4, pictures, 1, 1), 2, Branch.MLP));
    assertHalfAlike(choices, factors(drop(0.5, 3, 1, 4, pictures, 0, 1), 2, Branch.ATTENTION));
    // block 1 of 2 has the rate of block 2 of 3
    assertHalfAlike(choices, factors(drop(0.5, 2, 1, 4, pictures, 0, 1), 1, Branch.MLP));
  }

  /** 200 fair coins agree with 200 others in 100, with a deviation of 7. */
  private static void assertHalfAlike(double[] choices, double[] others) {
    int alike = 0;
    for (int i = 0; i < choices.length; i++) {
      alike += choices[i] == others[i] ? 1 : 0;
    }
    assertThat(alike).isBetween(70, 130);
  }

  private static double[] factors(DropPath drop, int block, Branch branch) {
    return drop.factors(block, branch).map(Tensors::toDoubles).orElseThrow();
  }

  private static KeyedDropPath drop(
      double rate, int blocks, long seed, long step, long[] pictures, int firstCrop, int crops) {
    KeyedDropPath.Rule rule = new KeyedDropPath.Rule(rate, blocks, seed, Precision.FLOAT64.onCpu());
    return new KeyedDropPath(rule, step, pictures, firstCrop, crops);
  }
}
