package mugs.evaluate;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mugs.load.ContentHash;
import mugs.source.PictureSource;

/** Pictures that are tested though they were learned from, told by how they are stored. */
public final class SharedPictures {
  private SharedPictures() {}

  /**
   * Counts the pictures to be tested that are stored, byte by byte the same, among those to learn
   * from; reads all of them. One that cannot be read is like no other.
   *
   * @param train source of the pictures to learn from
   * @param trained their indices in it
   * @param test source of the pictures to be tested
   * @param tested their indices in it
   */
  public static int count(PictureSource train, int[] trained, PictureSource test, int[] tested) {
    Set<ContentHash> known = ConcurrentHashMap.newKeySet();
    Arrays.stream(trained).parallel().forEach(i -> hash(train, i).ifPresent(known::add));
    return (int)
        Arrays.stream(tested)
            .parallel()
            .filter(i -> hash(test, i).filter(known::contains).isPresent())
            .count();
  }

  private static Optional<ContentHash> hash(PictureSource source, int index) {
    try {
      return Optional.of(ContentHash.of(source.read(index)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
