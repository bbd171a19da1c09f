package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import mugs.embed.Embedder;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.FeatureCache;
import mugs.evaluate.PictureFeatures;
import mugs.evaluate.Preparation;
import mugs.evaluate.UnreadableRule;
import mugs.load.UnreadableShare;
import mugs.source.PictureSource;

/** Computes the features of an evaluation, or reads them where they are kept, and says so. */
final class FeatureWork implements FeatureCache.Listener {
  /** How far work is that comes before it. */
  static final String NOT_MADE = "the features were made";

  private final FeatureFolder folder;
  private final UnreadableShare unreadable;
  private final FeatureCache cache;
  private final ProgressLine progress;
  private final StopOnSignal signals;

  /**
   * Prepares the work.
   *
   * @param folder where features are kept
   * @param threads that decode
   * @param unreadable how many pictures may be unreadable
   * @param progress is told how far it is
   * @param signals that stop it
   */
  FeatureWork(
      FeatureFolder folder,
      int threads,
      UnreadableShare unreadable,
      ProgressLine progress,
      StopOnSignal signals) {
    this.folder = folder;
    this.unreadable = unreadable;
    this.progress = progress;
    this.signals = signals;
    this.cache = new FeatureCache(folder.path(), threads, this);
    folder
        .passing()
        .ifPresent(
            why ->
                progress.say("Features are not kept: %s; --cache DIR keeps them".formatted(why)));
  }

  /**
   * Returns the features of divided pictures.
   *
   * @throws CommandException if a signal stopped the work
   */
  DividedFeatures features(Division division, Embedder embedder, String weightsSha256)
      throws IOException {
    PictureFeatures train =
        features(
            division.train(),
            embedder,
            weightsSha256,
            Preparation.CENTRE,
            UnreadableRule.ofTrain(division, unreadable));
    if (division.isOneSource()) {
      return DividedFeatures.of(division, train, train);
    }
    try {
      return DividedFeatures.of(
          division, train, features(division.test(), embedder, weightsSha256, Preparation.CENTRE));
    } catch (IOException | RuntimeException e) {
      train.close();
      throw e;
    }
  }

  /** Returns the features of a source all of whose pictures are measured. */
  PictureFeatures features(
      PictureSource source, Embedder embedder, String weights, Preparation preparation)
      throws IOException {
    return features(
        source, embedder, weights, preparation, UnreadableRule.ofAll(source, unreadable));
  }

  /**
   * Returns the features of a source.
   *
   * @param rule ends the work where too many pictures cannot be read
   * @throws CommandException if a signal stopped the work
   */
  PictureFeatures features(
      PictureSource source,
      Embedder embedder,
      String weights,
      Preparation preparation,
      UnreadableRule rule)
      throws IOException {
    try (StopOnSignal.Work work = signals.during(this::stop)) {
      return cache
          .features(source, embedder, weights, preparation, rule)
          .orElseThrow(
              () ->
                  CommandException.stopped(
                      folder.stays()
                          ? "stopped; to go on give the same command again"
                          : "stopped before " + NOT_MADE));
    }
  }

  private void stop() {
    progress.say("Stopping after this batch");
    cache.stop();
  }

  @Override
  public void reused(Path file, int pictures) {
    progress.say(
        String.format(
            Locale.ROOT, "Features of %,d pictures are there already: %s", pictures, file));
  }

  @Override
  public void goesOn(int pictures) {
    progress.say("Going on after " + Counted.of(pictures, "picture"));
  }

  @Override
  public void made(Path file, int pictures) {
    if (folder.stays()) {
      progress.say(
          "Features of %s are kept in %s".formatted(Counted.of(pictures, "picture"), file));
    }
  }

  @Override
  public void compares(Path file, int pictures) {
    progress.say(
        String.format(
            Locale.ROOT,
            "Files were touched since %s was made: comparing %,d pictures with their hashes",
            file,
            pictures));
  }

  @Override
  public void damaged(Path file, String reason) {
    progress.say("%s cannot be used and is made again: %s".formatted(file, reason));
  }

  @Override
  public void worked(int before, int done, int total, double seconds) {
    progress.worked("embedded", before, done, total, seconds);
  }
}
