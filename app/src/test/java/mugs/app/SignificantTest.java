package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificantTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0, 0",
    "1, 1",
    "100, 100",
    "0.015, 0.015",
    "0.0001, 0.0001",
    "2.3437499999999997E-5, 2.344e-5",
    "1e-10, 1e-10",
    "1e30, 1e+30",
    "1.953125E-6, 1.953e-6",
    "-0.25, -0.25",
    "123456, 123500",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void digits_areAtMostFour_andZerosOfExponentsStay(double value, String words) {
    assertThat(Significant.digits(value)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0.3562, 0.357", "0.35, 0.35", "12.31, 12.4", "1234, 1240", "0, 0", "1e-5, 1e-5"})
  void upwards_isNoSmallerNumber_ofThreeDigits(double value, String words) {
    assertThat(Significant.upwards(value)).isEqualTo(words);
  }
}
