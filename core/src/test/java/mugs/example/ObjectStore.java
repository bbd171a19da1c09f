package mugs.example;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stands for an object store or a database: objects by key, fetched one by one. */
final class ObjectStore {
  private final Map<String, byte[]> objects = new TreeMap<>();

  void put(String key, byte[] bytes) {
    objects.put(key, bytes);
  }

  /** Returns all keys, sorted, so that their order is the same tomorrow. */
  List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  byte[] get(String key) throws IOException {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw new IOException("the store has no object " + key);
    }
    return bytes.clone();
  }

  void remove(String key) {
    objects.remove(key);
  }
}
