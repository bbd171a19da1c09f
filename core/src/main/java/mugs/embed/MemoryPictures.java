package mugs.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/** Pictures held in memory, repeated as often as a number of pictures needs. */
final class MemoryPictures implements PictureSource {
  private final List<StoredPicture> pictures;
  private final int size;

  /**
   * Holds pictures.
   *
   * @param pictures at least one
   * @param size how many there seem to be
   */
  MemoryPictures(List<StoredPicture> pictures, int size) {
    this.pictures = pictures;
    this.size = size;
  }

  /**
   * Reads pictures of another source, spread evenly over it.
   *
   * @param most how many at most
   * @throws IOException if one cannot be read
   */
  static List<StoredPicture> read(PictureSource source, int most) throws IOException {
    int count = Math.min(most, source.size());
    List<StoredPicture> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(source.read((int) ((long) i * source.size() / count)));
    }
    return pictures;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<LabelLevel> levels() {
    return List.of();
  }

  @Override
  public String path(int index) {
    return Integer.toString(index);
  }

  @Override
  public StoredPicture read(int index) {
    return pictures.get(index % pictures.size());
  }
}
