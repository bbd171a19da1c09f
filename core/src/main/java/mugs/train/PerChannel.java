package mugs.train;

import java.util.List;

/**
 * A number for each colour channel. In a recipe it is written as {@code [red, green, blue]}.
 *
 * @param red its number
 * @param green its number
 * @param blue its number
 */
public record PerChannel(double red, double green, double blue) {

  /** Returns the numbers in the order red, green, blue. */
  List<Double> toList() {
    return List.of(red, green, blue);
  }
}
