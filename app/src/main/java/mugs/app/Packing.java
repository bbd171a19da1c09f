package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.engine.Workers;
import mugs.image.Framing;
import mugs.image.ImageDecoder;
import mugs.image.ImageEncoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.source.LabelLevel;
import mugs.source.PictureFormat;
import mugs.source.PictureSource;
import mugs.source.ShardWriter;
import mugs.source.StoredPicture;

/** Writes the pictures of a source as shards: prepared on several threads, written in order. */
final class Packing {
  private static final double NANOS_A_SECOND = 1e9;

  /** Pictures that a thread prepares before they are written. */
  private static final int PICTURES_A_THREAD = 32;

  private final PictureSource source;
  private final Options options;
  private final ProgressLine progress;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Map<String, String> skipped = new LinkedHashMap<>();
  private int done;
  private long bytes;

  /**
   * What to make of the pictures.
   *
   * @param shorterSide in pixels, of pictures that have a longer one
   * @param format of pictures that are encoded anew; where there is none, JPEG for pictures that
   *     were encoded and PNG for raw ones
   * @param quality of JPEG
   * @param limits of a shard
   * @param threads that prepare pictures
   */
  record Options(
      Optional<Integer> shorterSide,
      Optional<PictureFormat> format,
      int quality,
      ShardWriter.Limits limits,
      int threads) {}

  /**
   * What came of it.
   *
   * @param pictures packed
   * @param skipped reasons by path
   * @param shards written
   * @param bytes of all pictures
   * @param complete whether all pictures were looked at
   * @param seconds it took
   */
  record Outcome(
      int pictures,
      Map<String, String> skipped,
      int shards,
      long bytes,
      boolean complete,
      double seconds) {}

  /** A picture that is ready to be written, or why there is none. */
  private record Prepared(PictureFormat format, byte[] bytes, Optional<String> failure) {}

  Packing(PictureSource source, Options options, ProgressLine progress) {
    this.source = source;
    this.options = options;
    this.progress = progress;
  }

  /** Ends the work soon; the pictures written by then stay, in whole shards. */
  void stop() {
    stopping.set(true);
  }

  /**
   * Packs.
   *
   * @param folder to write to; it exists and is empty
   * @throws IOException if a shard cannot be written; then none is left
   */
  Outcome run(Path folder) throws IOException {
    long start = System.nanoTime();
    ShardWriter writer = new ShardWriter(folder, options.limits());
    try (Workers threads = new Workers(options.threads(), 1)) {
      while (done < source.size() && !stopping.get()) {
        for (Prepared prepared : prepare(threads)) {
          write(prepared, writer);
        }
        progress.worked("packed", done, source.size(), seconds(start));
      }
      writer.close();
    } catch (IOException | RuntimeException | Error e) {
      writer.discard();
      throw e;
    }
    return new Outcome(
        done - skipped.size(),
        skipped,
        writer.shards().size(),
        bytes,
        done == source.size(),
        seconds(start));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  private List<Prepared> prepare(Workers threads) {
    int count = Math.min(PICTURES_A_THREAD * threads.count(), source.size() - done);
    List<Callable<List<Prepared>>> tasks = new ArrayList<>();
    for (int t = 0; t < threads.count(); t++) {
      int first = t;
      tasks.add(
          () -> {
            List<Prepared> own = new ArrayList<>();
            for (int i = first; i < count; i += threads.count()) {
              own.add(prepare(done + i));
            }
            return own;
          });
    }
    List<List<Prepared>> parts = threads.run(tasks);
    List<Prepared> inOrder = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inOrder.add(parts.get(i % parts.size()).get(i / parts.size()));
    }
    return inOrder;
  }

  private Prepared prepare(int index) {
    try {
      StoredPicture stored = source.read(index);
      if (stored instanceof StoredPicture.Encoded encoded) {
        Optional<PictureFormat> format = PictureFormat.of(encoded.bytes());
        if (format.isEmpty()) {
          ImageDecoder.decode(stored); // says what is wrong with it
          throw new UnreadablePictureException("its format is unknown");
        }
        return options.shorterSide().isEmpty()
            ? new Prepared(format.get(), encoded.bytes(), Optional.empty())
            : resized(encoded, format.get());
      }
      RgbImage picture = ImageDecoder.decode(stored);
      return encoded(
          isLarge(picture) ? shrunk(picture) : picture, options.format().orElse(PictureFormat.PNG));
    } catch (IOException | IllegalArgumentException e) {
      return new Prepared(
          PictureFormat.PNG, new byte[0], Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** A picture that is small enough keeps its bytes. */
  private Prepared resized(StoredPicture.Encoded stored, PictureFormat format)
      throws UnreadablePictureException {
    RgbImage picture = ImageDecoder.decode(stored);
    return isLarge(picture)
        ? encoded(shrunk(picture), options.format().orElse(PictureFormat.JPEG))
        : new Prepared(format, stored.bytes(), Optional.empty());
  }

  private boolean isLarge(RgbImage picture) {
    int side = Math.min(picture.width(), picture.height());
    return options.shorterSide().stream().anyMatch(wanted -> side > wanted);
  }

  private RgbImage shrunk(RgbImage picture) {
    return Framing.resizeShorterSide(picture, options.shorterSide().orElseThrow());
  }

  private Prepared encoded(RgbImage picture, PictureFormat format) {
    byte[] file =
        format == PictureFormat.PNG
            ? ImageEncoder.png(picture)
            : ImageEncoder.jpeg(picture, options.quality());
    return new Prepared(format, file, Optional.empty());
  }

  private void write(Prepared prepared, ShardWriter writer) throws IOException {
    int index = done++;
    String path = source.path(index);
    if (prepared.failure().isPresent()) {
      skipped.put(path, prepared.failure().get());
      return;
    }
    Map<String, String> classes = new LinkedHashMap<>();
    int finest = 0;
    for (LabelLevel level : source.levels()) {
      finest = level.labels()[index];
      classes.put(level.name(), level.classes().get(finest));
    }
    writer.add(new ShardWriter.Sample(path, prepared.format(), prepared.bytes(), classes, finest));
    bytes += prepared.bytes().length;
  }
}
