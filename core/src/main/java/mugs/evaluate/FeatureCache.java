package mugs.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.embed.Embedder;
import mugs.embed.FileInUseException;
import mugs.embed.SourceEmbedding;
import mugs.embed.VectorFileWriter;
import mugs.embed.VectorFiles;
import mugs.embed.VectorFormat;
import mugs.engine.Sha256;
import mugs.source.PictureSource;

/**
 * Features of whole sources, kept in a folder under a hash of the weights, the pictures and how
 * they are prepared: what was computed once is read the next time. Work that was stopped or killed
 * goes on where it was; a file that was damaged is made again, and so is one of pictures that have
 * changed since, or could not be read then and can be now.
 *
 * <p>A file of features is an array file with a list beside it, a line a row: a hash of the picture
 * as it is stored, and its path. One piece of work at a time; any thread may {@link #stop} it.
 */
public final class FeatureCache {

  private static final int KEY_DIGITS = 16;

  /** Work that is lost to a kill, at most. */
  private static final double SAVE_SECONDS = 5;

  private static final double NANOS_A_SECOND = 1e9;

  private final Path folder;
  private final int threads;
  private final Listener listener;
  private volatile Optional<SourceEmbedding> running = Optional.empty();
  private volatile boolean stopped;

  /** Hears what the cache does, on the thread that asks for features. */
  public interface Listener {

    /** Hears that features were there already. */
    void reused(Path file, int pictures);

    /** Hears that files of pictures were touched, so that all are read and compared. */
    void compares(Path file, int pictures);

    /** Hears that a file cannot be used and is made again. */
    void damaged(Path file, String reason);

    /**
     * Hears how far the work is.
     *
     * @param before pictures that were done when it was begun or resumed
     * @param done pictures, with those
     * @param total of all pictures
     * @param seconds since it was begun or resumed
     */
    void worked(int before, int done, int total, double seconds);
  }

  /**
   * Takes a folder.
   *
   * @param folder of the files, made when the first is written
   * @param threads that read and decode, at least 1
   * @param listener hears what is done
   */
  public FeatureCache(Path folder, int threads, Listener listener) {
    this.folder = folder;
    this.threads = threads;
    this.listener = listener;
  }

  /** Ends the work after the batch that is under way; it can be gone on with another time. */
  public void stop() {
    stopped = true;
    running.ifPresent(SourceEmbedding::stop);
  }

  /**
   * Returns the features of a source's pictures.
   *
   * @param source of the pictures
   * @param embedder of them; nobody else should use it meanwhile
   * @param weights SHA-256 of its weights file, or what stands for it
   * @param preparation of the pictures
   * @return the features; empty if the work was stopped
   * @throws IOException if a file cannot be written, or not a single picture can be read
   */
  public Optional<PictureFeatures> features(
      PictureSource source, Embedder embedder, String weights, Preparation preparation)
      throws IOException {
    Map<String, String> settings = settings(source, embedder, weights, preparation);
    String key = Sha256.of(settings.toString()).substring(0, KEY_DIGITS);
    CachedFeatures file =
        new CachedFeatures(new VectorFiles(folder.resolve(key + VectorFormat.NPY.ending())));
    String states = FileStates.of(source);
    int makings = 0;
    while (!stopped) {
      if (file.isWhole()) {
        try {
          return opened(file, source, embedder.width(), states, makings > 0);
        } catch (IOException e) {
          if (makings > 1) {
            throw e; // what was begun, and then all of it: once more is of no use
          }
          listener.damaged(file.vectors(), String.valueOf(e.getMessage()));
          file.delete();
        }
      }
      try (VectorFileWriter writer = writer(file, embedder, settings, states)) {
        make(writer, source, embedder, preparation);
        makings++;
      }
    }
    return Optional.empty();
  }

  /**
   * Opens what is whole, if it still tells of the pictures.
   *
   * @param states of the pictures' files
   * @param made whether it was finished just now
   * @return empty if it was stopped
   * @throws IOException if it is damaged, or pictures have changed since
   */
  private Optional<PictureFeatures> opened(
      CachedFeatures file, PictureSource source, int width, String states, boolean made)
      throws IOException {
    PictureFeatures found = file.open(source, width);
    try {
      PictureComparison then = new PictureComparison(source, found, () -> stopped);
      boolean same = file.hasFileStates(states); // work gone on with may have begun with others
      if (!same) {
        listener.compares(file.vectors(), found.pictures().length);
      }
      if ((made || then.unreadableStill()) && (same || then.unchanged())) {
        if (!same) {
          file.noteFileStates(states);
        }
        if (!made) {
          listener.reused(found.file(), found.pictures().length);
        }
        return Optional.of(found);
      }
      found.close();
      return Optional.empty();
    } catch (IOException e) {
      found.close();
      throw e;
    }
  }

  private static Map<String, String> settings(
      PictureSource source, Embedder embedder, String weights, Preparation preparation) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("weightsSha256", weights);
    settings.put("token", embedder.options().token().name());
    settings.put("unitLength", Boolean.toString(embedder.options().unitLength()));
    settings.put("size", Integer.toString(embedder.size()));
    settings.put("precision", embedder.options().precision().name().toLowerCase(Locale.ROOT));
    if (embedder.options().device().isCuda()) { // what the processor made keeps its name
      settings.put("device", "cuda");
    }
    settings.put("preparation", preparation.name());
    settings.put("pictureCount", Integer.toString(source.size()));
    settings.put("picturesFingerprint", source.fingerprint());
    settings.put("mostBytes", Long.toString(source.mostBytes()));
    return settings;
  }

  /**
   * What was begun and cannot be gone on with is begun anew. What is gone on with keeps the states
   * it was begun with: if they are others now, the pictures are compared at the end.
   */
  private VectorFileWriter writer(
      CachedFeatures file, Embedder embedder, Map<String, String> settings, String states)
      throws IOException {
    VectorFileWriter.Layout layout = new VectorFileWriter.Layout(embedder.width(), false);
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(CachedFeatures.FILE_STATES, states);
    try {
      boolean begun = Files.exists(file.files().state());
      return VectorFileWriter.open(file.files(), VectorFormat.NPY, layout, begun ? settings : all);
    } catch (FileInUseException e) {
      throw e;
    } catch (IOException e) {
      listener.damaged(file.vectors(), String.valueOf(e.getMessage()));
      file.delete();
      return VectorFileWriter.open(file.files(), VectorFormat.NPY, layout, all);
    }
  }

  /** Makes all features, or as many until it is stopped. */
  private void make(
      VectorFileWriter writer, PictureSource source, Embedder embedder, Preparation preparation)
      throws IOException {
    HashedReads hashed = new HashedReads(source);
    SourceEmbedding work =
        preparation.equals(Preparation.CENTRE)
            ? new SourceEmbedding(hashed, embedder, threads)
            : new SourceEmbedding(
                hashed,
                embedder,
                threads,
                (index, picture) -> preparation.seen(index, picture, embedder.size()));
    running = Optional.of(work);
    if (stopped) {
      work.stop();
    }
    try {
      Rows rows = new Rows(writer, hashed);
      boolean complete = work.run(writer.doneBefore(), rows);
      if (complete && writer.rows() == 0) {
        writer.discard();
        throw new IOException(
            "none of the %,d pictures of %s can be read, the first is %s: mend them or give others"
                .formatted(source.size(), source.name(), rows.firstFailure));
      }
      if (complete) {
        writer.finish(rows.reached, Map.of("pictures", source.name()));
      } else {
        writer.save(rows.reached);
      }
    } finally {
      running = Optional.empty();
    }
  }

  /** Writes what comes of the pictures. */
  private final class Rows implements SourceEmbedding.Sink {
    private final VectorFileWriter writer;
    private final HashedReads source;
    private final long start = System.nanoTime();
    private double savedAt;
    private int reached;
    private String firstFailure = "";

    Rows(VectorFileWriter writer, HashedReads source) {
      this.writer = writer;
      this.source = source;
      this.reached = writer.doneBefore();
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
}
