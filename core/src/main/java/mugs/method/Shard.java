package mugs.method;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive images of a batch.
 *
 * @param from index of the first
 * @param images how many
 */
public record Shard(int from, int images) {

  /** Splits a batch into parts of at most so many images. */
  public static List<Shard> split(int images, int atMost) {
    List<Shard> shards = new ArrayList<>();
    for (int from = 0; from < images; from += atMost) {
      shards.add(new Shard(from, Math.min(atMost, images - from)));
    }
    return shards;
  }
}
