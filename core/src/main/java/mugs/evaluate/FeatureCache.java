package mugs.evaluate;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
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
import mugs.engine.FileFailure;
import mugs.engine.Sha256;
import mugs.load.TooManySkippedException;
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

    /** Hears that work goes on that was stopped or killed after so many pictures. */
    void goesOn(int pictures);

    /** Hears that features were made. */
    void made(Path file, int pictures);

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
   * @param rule hears of each picture that cannot be read, also of those that are known from before
   * @return the features; empty if the work was stopped
   * @throws mugs.load.TooManySkippedException if the rule ends the work
   * @throws IOException if a file cannot be written, or not a single picture can be read
   */
  public Optional<PictureFeatures> features(
      PictureSource source,
      Embedder embedder,
      String weights,
      Preparation preparation,
      UnreadableRule rule)
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
          return judged(opened(file, source, embedder.width(), states, makings > 0), rule);
        } catch (TooManySkippedException e) {
          throw e; // of the pictures, not of the file
        } catch (IOException e) {
          if (makings > 1) {
            throw e; // what was begun, and then all of it: once more is of no use
          }
          listener.damaged(file.vectors(), reason(e));
          file.delete();
        }
      }
      try (VectorFileWriter writer = writer(file, source, embedder, settings, states)) {
        if (writer.doneBefore() > 0) {
          tell(file.begunUnreadable(source), rule);
          listener.goesOn(writer.doneBefore());
        }
        make(writer, source, embedder, preparation, rule);
        makings++;
      }
    }
    return Optional.empty();
  }

  /** Returns in a line what is wrong with a file. */
  private static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "a list beside it is no text";
    }
    return e instanceof FileSystemException file && file.getFile() != null
        ? "%s: %s".formatted(file.getFile(), FileFailure.reason(e))
        : FileFailure.reason(e);
  }

  private static Optional<PictureFeatures> judged(
      Optional<PictureFeatures> found, UnreadableRule rule) throws IOException {
    if (found.isPresent()) {
      try {
        tell(found.get().unreadable(), rule);
      } catch (IOException e) {
        found.get().close();
        throw e;
      }
    }
    return found;
  }

  private static void tell(Map<Integer, String> unreadable, UnreadableRule rule)
      throws TooManySkippedException {
    for (Map.Entry<Integer, String> picture : unreadable.entrySet()) {
      rule.found(picture.getKey(), picture.getValue());
    }
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
        if (made) {
          listener.made(found.file(), found.pictures().length);
        } else {
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
   * What was begun and cannot be gone on with is begun anew, also where a picture can be read by
   * now. What is gone on with keeps the states it was begun with: if they are others now, the
   * pictures are compared at the end.
   */
  private VectorFileWriter writer(
      CachedFeatures file,
      PictureSource source,
      Embedder embedder,
      Map<String, String> settings,
      String states)
      throws IOException {
    VectorFileWriter.Layout layout = new VectorFileWriter.Layout(embedder.width(), false);
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(CachedFeatures.FILE_STATES, states);
    try {
      boolean begun = Files.exists(file.files().state());
      VectorFileWriter writer =
          VectorFileWriter.open(file.files(), VectorFormat.NPY, layout, begun ? settings : all);
      try {
        checkStillUnreadable(writer, file, source);
        return writer;
      } catch (IOException e) {
        writer.close();
        throw e;
      }
    } catch (FileInUseException e) {
      throw e;
    } catch (IOException e) {
      listener.damaged(file.vectors(), reason(e));
      file.delete();
      return VectorFileWriter.open(file.files(), VectorFormat.NPY, layout, all);
    }
  }

  private static void checkStillUnreadable(
      VectorFileWriter writer, CachedFeatures file, PictureSource source) throws IOException {
    if (writer.doneBefore() == 0) {
      return;
    }
    for (int picture : file.begunUnreadable(source).keySet()) {
      if (PictureComparison.isReadable(source, picture)) {
        throw new IOException(
            "%s could not be read then, and can be now".formatted(source.path(picture)));
      }
    }
  }

  /** Makes all features, or as many until it is stopped. */
  private void make(
      VectorFileWriter writer,
      PictureSource source,
      Embedder embedder,
      Preparation preparation,
      UnreadableRule rule)
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
      FeatureSink rows = new FeatureSink(writer, hashed, rule, listener);
      boolean complete = work.run(writer.doneBefore(), rows);
      if (complete && writer.rows() == 0) {
        writer.discard();
        throw new IOException(
            "none of the %,d pictures of %s can be read, the first is %s: mend them or give others"
                .formatted(source.size(), source.name(), rows.firstFailure()));
      }
      if (complete) {
        writer.finish(rows.reached(), Map.of("pictures", source.name()));
      } else {
        writer.save(rows.reached());
      }
    } finally {
      running = Optional.empty();
    }
  }
}
