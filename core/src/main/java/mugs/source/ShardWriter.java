package mugs.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mugs.engine.FileFailure;
import mugs.engine.WholeFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes WebDataset shards, {@code shard-000000.tar} and so on.
 *
 * <p>A sample is a picture, its classes by level in {@code .json}, and the number of its finest
 * class in {@code .cls}. The {@code levels} of the JSON say which of its fields are labels,
 * coarsest first, so that opening the shards gives the same labels. A sample is called after the
 * picture's path. A shard is written beside its place and renamed when it is whole; the same
 * samples make the same bytes. Not for use by several threads at once.
 */
public final class ShardWriter implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Limits limits;
  private final List<Path> shards = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private Optional<Open> open = Optional.empty();
  private int samples;
  private long bytes;

  /**
   * When a shard is full.
   *
   * @param pictures most of them in a shard, at least 1
   * @param bytes of pictures after which no more are added, at least 1
   */
  public record Limits(int pictures, long bytes) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is below 1
     */
    public Limits {
      if (pictures < 1 || bytes < 1) {
        throw new IllegalArgumentException(
            "shards of %d pictures and %d bytes: give at least 1".formatted(pictures, bytes));
      }
    }
  }

  /**
   * A picture and what is known of it.
   *
   * @param path of the picture in its source
   * @param format of the bytes
   * @param bytes of the encoded picture
   * @param classes by level, coarsest first; empty where there are no labels
   * @param finest number of the class at the last level; any number where there are no labels
   */
  public record Sample(
      String path, PictureFormat format, byte[] bytes, Map<String, String> classes, int finest) {}

  private record Open(Path part, Path shard, TarArchiveOutputStream tar) {}

  /**
   * Writes nothing yet.
   *
   * @param folder to write to; it exists
   * @param limits of a shard
   */
  public ShardWriter(Path folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Writes a sample, into a new shard where the present one is full.
   *
   * @param sample to write
   * @throws IOException if it cannot be written
   */
  public void add(Sample sample) throws IOException {
    try {
      if (samples == limits.pictures() || bytes >= limits.bytes()) {
        finish();
      }
      write(sample);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private IOException refusal(IOException e) {
    return new IOException(
        "cannot write shards to %s: %s".formatted(folder, FileFailure.reason(e)), e);
  }

  private void write(Sample sample) throws IOException {
    TarArchiveOutputStream tar = (open.isPresent() ? open.get() : begin()).tar();
    String name = name(sample.path());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(SampleLabels.LEVELS, sample.classes().keySet());
    fields.putAll(sample.classes());
    write(tar, name + sample.format().ending(), sample.bytes());
    if (!sample.classes().isEmpty()) {
      String number = Integer.toString(sample.finest());
      write(tar, name + ".cls", number.getBytes(StandardCharsets.UTF_8));
    }
    write(tar, name + ".json", JSON.writeValueAsBytes(fields));
    samples++;
    bytes += sample.bytes().length;
  }

  private Open begin() throws IOException {
    String name = String.format(Locale.ROOT, "shard-%06d.tar", shards.size());
    Path shard = folder.resolve(name);
    Path part = WholeFile.partOf(shard);
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    Open begun = new Open(part, shard, tar);
    open = Optional.of(begun);
    return begun;
  }

  /**
   * Returns what a sample is called: the path without its ending and without what would lead out of
   * the archive, hide the file or end the name early; made unique within the shard.
   */
  private String name(String path) {
    StringBuilder name = new StringBuilder();
    String[] parts = ArchiveNames.clean(path).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (i == parts.length - 1) {
        int dot = part.lastIndexOf('.');
        part = dot > 0 && PictureFormat.isEnding(part) ? part.substring(0, dot) : part;
        part = part.replace('.', '_');
      }
      part = part.startsWith(".") ? "_" + part.replace(".", "") : part;
      name.append(i == 0 ? "" : "/").append(part.isEmpty() ? "_" : part);
    }
    String unique = name.toString();
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  private static void write(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setModTime(0);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private void finish() throws IOException {
    if (open.isPresent()) {
      Open full = open.get();
      full.tar().close();
      WholeFile.sync(full.part());
      WholeFile.rename(full.part(), full.shard());
      shards.add(full.shard());
      open = Optional.empty();
    }
    names.clear();
    samples = 0;
    bytes = 0;
  }

  /** Returns the shards that are whole. */
  public List<Path> shards() {
    return List.copyOf(shards);
  }

  /**
   * Takes back all that was written, so that nothing half-done is taken for whole.
   *
   * @throws IOException if something cannot be deleted
   */
  public void discard() throws IOException {
    if (open.isPresent()) {
      Path part = open.get().part();
      try {
        open.get().tar().close();
      } catch (IOException e) {
        // what could not be written either
      }
      open = Optional.empty();
      Files.deleteIfExists(part);
    }
    for (Path shard : shards) {
      Files.deleteIfExists(shard);
    }
    shards.clear();
  }

  /**
   * Makes the last shard whole.
   *
   * @throws IOException if it cannot be written
   */
  @Override
  public void close() throws IOException {
    try {
      finish();
    } catch (IOException e) {
      throw refusal(e);
    }
  }
}
