package mugs.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mugs.image.ImageDecoder;
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
   * Pictures of another source.
   *
   * @param pictures that can be read, at least one
   * @param unreadable how many cannot
   */
  record Taken(List<StoredPicture> pictures, int unreadable) {}

  /**
   * Reads pictures of another source, spread evenly over it; those that cannot be decoded are left
   * out.
   *
   * @param most how many at most
   * @throws IOException naming the first, if none can be read
   */
  static Taken read(PictureSource source, int most) throws IOException {
    int count = Math.min(most, source.size());
    List<StoredPicture> pictures = new ArrayList<>();
    String firstFailure = "";
    int unreadable = 0;
    for (int i = 0; i < count; i++) {
      int index = (int) ((long) i * source.size() / count);
      try {
        StoredPicture picture = source.read(index);
        ImageDecoder.decode(picture);
        pictures.add(picture);
      } catch (IOException e) {
        firstFailure =
            unreadable == 0
                ? "%s (%s)".formatted(source.path(index), e.getMessage())
                : firstFailure;
        unreadable++;
      }
    }
    if (pictures.isEmpty()) {
      throw new IOException(
          count == 1
              ? "the only picture cannot be read: %s; give others".formatted(firstFailure)
              : "none of %d pictures can be read, the first is %s: give others"
                  .formatted(count, firstFailure));
    }
    return new Taken(pictures, unreadable);
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
