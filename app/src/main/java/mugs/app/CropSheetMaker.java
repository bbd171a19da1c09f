package mugs.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mugs.app.report.CropSheet;
import mugs.augment.Crop;
import mugs.augment.CropMaker;
import mugs.augment.CropSettings;
import mugs.augment.PictureCrops;
import mugs.load.PictureReader;
import mugs.load.SkippedPictures;
import mugs.source.PictureSource;
import mugs.train.Recipe;

/** Takes the crops of a few pictures as training would. */
final class CropSheetMaker {
  /** However many cannot be read: a sheet is shown of the others. */
  private static final double ANY_SHARE = 1;

  private final PictureSource source;
  private final Recipe recipe;
  private final long epoch;
  private final PictureReader reader;
  private final CropMaker maker;

  /**
   * Prepares a sheet.
   *
   * @param source of the pictures
   * @param recipe whose crops are taken
   * @param epoch from 0
   */
  CropSheetMaker(PictureSource source, Recipe recipe, long epoch) {
    this.source = source;
    this.recipe = recipe;
    this.epoch = epoch;
    this.reader =
        new PictureReader(
            source, new SkippedPictures(source, ANY_SHARE), recipe.pictures().maxPixels());
    this.maker = new CropMaker(recipe.cropSettings(), recipe.run().seed());
  }

  /**
   * Takes the crops.
   *
   * @param pictures how many, spread evenly over the source; one that cannot be read is replaced by
   *     the next, as in training
   * @throws IOException if none can be read
   */
  CropSheet sheet(int pictures) throws IOException {
    int count = Math.min(pictures, source.size());
    List<CropSheet.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(reader.read((int) ((i + 0.5) * source.size() / count))));
    }
    CropSettings settings = recipe.cropSettings();
    return new CropSheet(
        "Crops of " + source.name(),
        "Recipe %s, epoch %d, seed %d: global crops of %d pixels, %d local crops of %d pixels%s"
            .formatted(
                recipe.name(),
                epoch,
                recipe.run().seed(),
                settings.globalSize(),
                settings.localCrops(),
                settings.localSize(),
                settings.vanilla() ? "; vanilla: the student sees the teacher's crops" : ""),
        rows);
  }

  private CropSheet.Row row(PictureReader.Read picture) {
    PictureCrops crops = maker.crops(picture.image(), epoch, picture.index());
    return new CropSheet.Row(
        source.path(picture.index()),
        picture.image(),
        shown("t", crops.teacher()),
        shown("s", crops.globals()),
        shown("l", crops.locals()));
  }

  private List<CropSheet.Shown> shown(String letter, List<Crop> crops) {
    List<CropSheet.Shown> shown = new ArrayList<>();
    for (Crop crop : crops) {
      shown.add(
          new CropSheet.Shown(
              letter + shown.size(), crop.seen(maker.settings().channels()), crop.weak()));
    }
    return shown;
  }
}
