package mugs.app;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import mugs.embed.Embedder;
import mugs.embed.SourceEmbedding;
import mugs.embed.VectorFileWriter;
import mugs.source.PictureSource;

/** Embeds a source into files, which are made safe every few seconds. */
final class Embedding implements SourceEmbedding.Sink {
  private static final double NANOS_A_SECOND = 1e9;

  /** Work that is lost to a kill, at most; tests make it less. */
  private static final int SAVE_SECONDS = Integer.getInteger("mugs.embed-save-seconds", 5);

  /** How systems say that a disk or a user's share of it is full, or a file may not grow. */
  private static final Pattern FULL = Pattern.compile("(?i)no space|too large|quota");

  private final PictureSource source;
  private final Embedder embedder;
  private final VectorFileWriter writer;
  private final ProgressLine progress;
  private final SourceEmbedding work;
  private long start;
  private double savedAt;
  private int reached;
  private String firstFailure = "";

  /**
   * What came of it.
   *
   * @param width of a vector
   * @param complete whether all pictures were looked at
   * @param seconds it took, since it was begun or resumed
   * @param imagesPerSecond looked at in this time
   */
  record Outcome(int width, boolean complete, double seconds, double imagesPerSecond) {}

  Embedding(
      PictureSource source,
      Embedder embedder,
      int threads,
      VectorFileWriter writer,
      ProgressLine progress) {
    this.source = source;
    this.embedder = embedder;
    this.writer = writer;
    this.progress = progress;
    this.work = new SourceEmbedding(source, embedder, threads);
    this.reached = writer.doneBefore();
  }

  /** Ends the work soon; what is done stays, and can be gone on with. */
  void stop() {
    work.stop();
  }

  /**
   * Embeds.
   *
   * @param remarks to write beside the settings
   * @throws IOException if the files cannot be written; the message says how to go on
   * @throws CommandException if not a single picture can be read
   */
  Outcome run(Map<String, Object> remarks) throws IOException {
    start = System.nanoTime();
    try {
      return worked(remarks);
    } catch (IOException e) {
      throw e.getCause() instanceof IOException ? resumable(e) : e; // else the system did not fail
    }
  }

  private static IOException resumable(IOException failure) {
    boolean full = FULL.matcher(String.valueOf(failure.getMessage())).find();
    return new IOException(
        "%s; %s, then give the same command with --resume"
            .formatted(failure.getMessage(), full ? "free some space" : "mend that"),
        failure);
  }

  private Outcome worked(Map<String, Object> remarks) throws IOException {
    boolean complete = work.run(reached, this);
    if (complete && writer.rows() == 0) {
      writer.discard();
      throw CommandException.work(
          source.size() == 1
              ? "the only picture cannot be read: %s; give others".formatted(firstFailure)
              : "none of %d pictures can be read, the first is %s: mend them"
                  .formatted(source.size(), firstFailure));
    }
    if (complete) {
      writer.finish(reached, remarks);
    } else {
      writer.save(reached);
    }
    double seconds = seconds();
    return new Outcome(
        embedder.width(), complete, seconds, (reached - writer.doneBefore()) / seconds);
  }

  private double seconds() {
    return (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  @Override
  public void embedded(int index, float[] vector) throws IOException {
    writer.add(source.path(index), vector);
  }

  @Override
  public void unreadable(int index, String reason) throws IOException {
    writer.skip(source.path(index), reason);
    if (firstFailure.isEmpty()) {
      firstFailure = "%s (%s)".formatted(source.path(index), reason);
    }
  }

  @Override
  public void reached(int pictures) throws IOException {
    reached = pictures;
    double now = seconds();
    if (now - savedAt >= SAVE_SECONDS) {
      writer.save(pictures);
      savedAt = now;
    }
    progress.worked("embedded", writer.doneBefore(), pictures, source.size(), now);
  }
}
