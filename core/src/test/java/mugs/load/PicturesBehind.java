package mugs.load;

import java.io.IOException;
import java.util.List;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;

/** A source for tests that hands on what another one has, without labels; parts are overridden. */
abstract class PicturesBehind implements PictureSource {
  private final PictureSource pictures;

  PicturesBehind(PictureSource pictures) {
    this.pictures = pictures;
  }

  @Override
  public String name() {
    return pictures.name();
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return List.of();
  }

  @Override
  public String path(int index) {
    return pictures.path(index);
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    return pictures.read(index);
  }
}
