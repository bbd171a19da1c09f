package mugs.evaluate;

import java.util.Arrays;
import mugs.augment.CropPlans;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.source.PictureSource;

/**
 * Pictures to learn classes from, changed anew in each epoch; what does not fill a batch at the end
 * of an epoch is left out of it.
 *
 * @param source of the pictures, at least a batch of them
 * @param labels one a picture of the source; not copied
 * @param reader of the source
 * @param crops how each picture is changed
 * @param options of batches and threads
 */
public record LabelledPictures(
    PictureSource source,
    int[] labels,
    PictureReader reader,
    CropPlans crops,
    LoaderOptions options) {

  /** Returns the batches from a step on. */
  CropLoader from(long step) {
    return new CropLoader(source, reader, crops, options.from(step));
  }

  /** Returns the label of each image of a batch. */
  long[] labels(CropBatch batch) {
    return Arrays.stream(batch.pictures()).map(picture -> labels[(int) picture]).toArray();
  }
}
