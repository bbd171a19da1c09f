package mugs.source;

/**
 * Numbers the samples of shards in the order in which they are first met. A sample is known by 64
 * bits mixed from its name, in 12 bytes; that two of ten million are taken for one has a chance of
 * 1 in 300,000.
 */
final class SampleRows {
  private long[] keys = new long[1 << 10];
  private int[] rows = new int[1 << 10];
  private int size;

  /** Mixes the number of a shard and a sample's name into a key (FNV-1a). */
  static long key(int shard, String sample) {
    long hash = (0xcbf29ce484222325L ^ shard) * 0x100000001b3L;
    for (int i = 0; i < sample.length(); i++) {
      hash = (hash ^ sample.charAt(i)) * 0x100000001b3L;
    }
    return hash ^ (hash >>> 29);
  }

  int size() {
    return size;
  }

  /** Returns the row of a sample; a new one where it was not met before. */
  int of(long key) {
    int at = place(key);
    if (rows[at] == 0) {
      if (2 * size > keys.length) {
        grow();
        at = place(key);
      }
      keys[at] = key;
      rows[at] = ++size;
    }
    return rows[at] - 1;
  }

  private int place(long key) {
    int mask = keys.length - 1;
    int at = (int) (key ^ (key >>> 32)) & mask;
    while (rows[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldRows = rows;
    keys = new long[2 * oldKeys.length];
    rows = new int[2 * oldRows.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldRows[i] != 0) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        rows[at] = oldRows[i];
      }
    }
  }
}
