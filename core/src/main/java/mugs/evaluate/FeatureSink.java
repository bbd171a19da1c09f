package mugs.evaluate;

import java.io.IOException;
import mugs.embed.SourceEmbedding;
import mugs.embed.VectorFileWriter;

/** Writes the features that come of pictures, and how far they are. */
final class FeatureSink implements SourceEmbedding.Sink {

  /** Work that is lost to a kill, at most. */
  private static final double SAVE_SECONDS = 5;

  private static final double NANOS_A_SECOND = 1e9;

  private final VectorFileWriter writer;
  private final HashedReads source;
  private final UnreadableRule rule;
  private final FeatureCache.Listener listener;
  private final long start = System.nanoTime();
  private double savedAt;
  private int reached;
  private String firstFailure = "";

  /**
   * Takes up the work.
   *
   * @param writer of the features; it stays
   * @param source of the pictures
   * @param rule hears of each picture that cannot be read
   * @param listener hears how far the work is
   */
  FeatureSink(
      VectorFileWriter writer,
      HashedReads source,
      UnreadableRule rule,
      FeatureCache.Listener listener) {
    this.writer = writer;
    this.source = source;
    this.rule = rule;
    this.listener = listener;
    this.reached = writer.doneBefore();
  }

  /** Returns the number of pictures that are done. */
  int reached() {
    return reached;
  }

  /** Returns the first picture that could not be read, and why; empty if all could. */
  String firstFailure() {
    return firstFailure;
  }

  @Override
  public void embedded(int index, float[] vector) throws IOException {
    writer.add(CachedFeatures.line(source.hash(index), source.path(index)), vector);
  }

  @Override
  public void unreadable(int index, String reason) throws IOException {
    writer.skip(source.path(index), reason);
    if (firstFailure.isEmpty()) {
      firstFailure = "%s (%s)".formatted(source.path(index), reason);
    }
    rule.found(index, reason);
  }

  @Override
  public void reached(int pictures) throws IOException {
    reached = pictures;
    double now = (System.nanoTime() - start) / NANOS_A_SECOND;
    if (now - savedAt >= SAVE_SECONDS) {
      writer.save(pictures);
      savedAt = now;
    }
    listener.worked(writer.doneBefore(), pictures, source.size(), now);
  }
}
