package mugs.app;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Which pictures are learnt from and tested, and at which levels features are measured. */
final class MeasuringOptions extends DividingOptions {
  @Mixin private SplitOption split = new SplitOption();
  @Mixin private LevelsOption levels = new LevelsOption();

  @Override
  Optional<Double> split() {
    return split.given();
  }

  @Override
  List<String> labels() {
    return levels.given();
  }
}
