package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LbfgsTest {

  /** Half the sum of i (x_i - i)^2, whose curvatures differ by a factor of 200. */
  private static Lbfgs.Point bowl(double[] x) {
    double value = 0;
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double weight = i + 1;
      gradient[i] = weight * (x[i] - weight);
      value += weight * (x[i] - weight) * (x[i] - weight) / 2;
    }
    return new Lbfgs.Point(x, value, gradient);
  }

  @Test
  void aBowl_isFollowedToItsLowestPoint() {
    Lbfgs.Result result =
        Lbfgs.minimum(
            LbfgsTest::bowl, new double[200], 200, point -> Lbfgs.norm(point.gradient()) < 1e-9);

    assertThat(result.reached()).isTrue();
    for (int i = 0; i < 200; i++) {
      assertThat(result.point().x()[i]).isCloseTo(i + 1, within(1e-9));
    }
  }

  /** Rosenbrock's valley is not convex, and the hardest walk there is: to (1, 1). */
  @Test
  void aBentValley_isFollowedToo() {
    Lbfgs.Result result =
        Lbfgs.minimum(
            x -> {
              double bend = x[1] - x[0] * x[0];
              double rest = 1 - x[0];
              return new Lbfgs.Point(
                  x,
                  100 * bend * bend + rest * rest,
                  new double[] {-400 * x[0] * bend - 2 * rest, 200 * bend});
            },
            new double[] {-1.2, 1},
            200,
            point -> Lbfgs.norm(point.gradient()) < 1e-10);

    assertThat(result.reached()).isTrue();
    assertThat(result.point().x()).containsExactly(new double[] {1, 1}, within(1e-9));
  }

  @Test
  void whatIsNotReachedInTime_isSaid() {
    Lbfgs.Result result = Lbfgs.minimum(LbfgsTest::bowl, new double[200], 3, point -> false);

    assertThat(result.reached()).isFalse();
    assertThat(result.iterations()).isEqualTo(3);
  }
}
