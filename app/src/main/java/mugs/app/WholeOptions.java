package mugs.app;

import java.io.IOException;
import java.util.List;
import mugs.evaluate.Division;
import mugs.source.PictureSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One collection, all of whose pictures are measured, and the levels at which they are. */
final class WholeOptions extends CollectionOptions {

  @Parameters(paramLabel = "PICTURES", arity = "1..*", description = Subcommand.PICTURES)
  private List<String> pictures = List.of();

  @Mixin private LevelsOption levels = new LevelsOption();

  @Override
  List<String> labels() {
    return levels.given();
  }

  @Override
  double share() {
    return 1;
  }

  /** Opens the collection. */
  PictureSource open(ProgressLine progress) throws IOException {
    return open(pictures, progress);
  }

  @Override
  Division open(boolean leaveOneOut, ProgressLine progress) throws IOException {
    PictureSource source = open(progress);
    try {
      Division.levels(source, labels());
      return Division.whole(source);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }
}
