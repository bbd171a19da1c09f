package mugs.example;

import java.io.IOException;
import java.util.List;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/**
 * A source of one's own: pictures in an object store, labelled by the first part of their keys.
 *
 * <p>Keys and labels are read once; a picture is fetched when it is asked for, by any of several
 * threads. An {@link IOException} makes it one skipped picture.
 */
final class StoreSource implements PictureSource {
  private final ObjectStore store;
  private final List<String> keys;
  private final List<LabelLevel> levels;

  StoreSource(ObjectStore store) {
    this.store = store;
    this.keys = store.keys();
    List<String> classes = keys.stream().map(StoreSource::kind).distinct().toList();
    int[] labels = keys.stream().mapToInt(key -> classes.indexOf(kind(key))).toArray();
    this.levels = List.of(new LabelLevel("kind", classes, labels));
  }

  private static String kind(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return keys.get(index);
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    return new StoredPicture.Encoded(store.get(keys.get(index)));
  }
}
