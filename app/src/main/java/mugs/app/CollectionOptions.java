package mugs.app;

import java.io.IOException;
import java.util.List;
import mugs.evaluate.Division;
import mugs.source.PictureSource;
import picocli.CommandLine.Mixin;

/** The options that say which pictures are measured. */
abstract class CollectionOptions {
  @Mixin private SourceOptions sources = new SourceOptions();

  /** Returns the seed of all that is drawn. */
  final long seed() {
    return sources.seed();
  }

  /** Returns the megabytes that a picture file may have. */
  final int maxMegabytes() {
    return sources.maxMegabytes();
  }

  /** Returns the names of the wanted levels; none for what the command does without. */
  abstract List<String> labels();

  /** Returns the share of a single source that is tested, where it is cut. */
  abstract double share();

  /**
   * Checks what can be checked before pictures are looked for.
   *
   * @param leaveOneOut whether one source is both
   */
  void check(boolean leaveOneOut) {
    sources.check();
  }

  /**
   * Opens the pictures.
   *
   * @param leaveOneOut whether one source is both
   */
  abstract Division open(boolean leaveOneOut, ProgressLine progress) throws IOException;

  /** Opens a source. */
  final PictureSource open(List<String> paths, ProgressLine progress) throws IOException {
    return sources.open(paths, progress);
  }
}
