package mugs.evaluate;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import mugs.augment.ClassifierCrops;
import mugs.augment.ClassifierSettings;
import mugs.augment.CropPlans;
import mugs.engine.Device;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.load.UnreadableShare;
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

  /** Batches that are prepared while one is learned from. */
  static final int BATCHES_AHEAD = 2;

  /**
   * Makes pictures of which some may be unreadable.
   *
   * @param source of the pictures
   * @param labels one a picture of the source; not copied
   * @param crops how each picture is changed
   * @param batch images of a step, at most as many as there are pictures
   * @param seed of order and crops
   * @param decodingThreads that read and decode, at least 1
   * @param device that batches are sent to
   * @param unreadable how many of them may be unreadable
   */
  public static LabelledPictures of(
      PictureSource source,
      int[] labels,
      ClassifierSettings crops,
      int batch,
      long seed,
      int decodingThreads,
      Device device,
      UnreadableShare unreadable) {
    return new LabelledPictures(
        source,
        labels,
        new PictureReader(source, SkippedPictures.ofEvaluation(source, unreadable)),
        new ClassifierCrops(crops, seed),
        new LoaderOptions(batch, seed, 0, decodingThreads, BATCHES_AHEAD, true).on(device));
  }

  /** Returns the batches from a step on. */
  CropLoader from(long step) {
    return new CropLoader(source, reader, crops, options.from(step));
  }

  /**
   * Returns the pictures that could not be read so far and have others in their places, reasons by
   * index.
   */
  SortedMap<Integer, String> unreadable() {
    return reader.skipped().withinShare();
  }

  /**
   * Takes up pictures that could not be read before, so that others stay in their places, whatever
   * was mended since.
   *
   * @param known reasons by index
   * @throws TooManySkippedException if that makes too many
   */
  void takeUp(Map<Integer, String> known) throws TooManySkippedException {
    for (Map.Entry<Integer, String> picture : known.entrySet()) {
      reader.skipped().add(picture.getKey(), picture.getValue());
    }
  }

  /** Returns the label of each image of a batch. */
  long[] labels(CropBatch batch) {
    return Arrays.stream(batch.pictures()).map(picture -> labels[(int) picture]).toArray();
  }
}
