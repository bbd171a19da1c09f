package mugs.train;

import java.util.Map;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.PixelBatch;
import mugs.load.SkippedPictures;
import mugs.source.PictureSource;

/**
 * The batches that a recipe makes of pictures.
 *
 * @param recipe that says how
 * @param source of the pictures
 * @param reader of the source
 */
record Batches(Recipe recipe, PictureSource source, PictureReader reader) {

  /**
   * Returns the batches of a source.
   *
   * @param recipe that says how
   * @param source of the pictures
   * @param known pictures that cannot be read, with reasons, by index
   */
  static Batches of(Recipe recipe, PictureSource source, Map<Integer, String> known) {
    SkippedPictures skipped = new SkippedPictures(source, recipe.pictures().maxSkipped(), known);
    return new Batches(
        recipe, source, new PictureReader(source, skipped, recipe.pictures().maxPixels()));
  }

  /**
   * Returns a loader of the batches of one step after another.
   *
   * @param firstStep index from 0
   */
  CropLoader from(long firstStep) {
    PictureSettings pictures = recipe.pictures();
    LoaderOptions options =
        new LoaderOptions(
                recipe.optimiser().batch(),
                recipe.run().seed(),
                firstStep,
                pictures.threadCount(),
                pictures.ahead(),
                pictures.reducedDecode())
            .on(recipe.run().device());
    return new CropLoader(source, reader, recipe.cropSettings(), options);
  }

  /** Returns pixels as floats, which they become part by part. */
  CropBatch normalised(PixelBatch pixels) {
    return pixels.normalised(recipe.normalisation(), recipe.run().placement());
  }
}
