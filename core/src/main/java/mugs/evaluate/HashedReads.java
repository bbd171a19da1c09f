package mugs.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mugs.load.ContentHash;
import mugs.source.ForwardRuns;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/** A source of which the pictures that are read are hashed on the way. */
final class HashedReads implements PictureSource {
  private final PictureSource source;
  private final Map<Integer, ContentHash> hashes = new ConcurrentHashMap<>();

  HashedReads(PictureSource source) {
    this.source = source;
  }

  /** Returns the hash of a picture that was read, once. */
  ContentHash hash(int index) {
    return Optional.ofNullable(hashes.remove(index))
        .orElseThrow(() -> new IllegalStateException("picture " + index + " was not read"));
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    StoredPicture picture = source.read(index);
    hashes.put(index, ContentHash.of(picture));
    return picture;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return source.levels();
  }

  @Override
  public String path(int index) {
    return source.path(index);
  }

  @Override
  public ForwardRuns forwardRuns() {
    return source.forwardRuns();
  }

  @Override
  public Optional<Path> file(int index) {
    return source.file(index);
  }

  @Override
  public long mostBytes() {
    return source.mostBytes();
  }

  @Override
  public String fingerprint() {
    return source.fingerprint();
  }
}
