package mugs.augment;

/**
 * Draws all crops of a picture. What is drawn depends on the epoch and the picture alone, not on
 * the order in which pictures are worked through; any number of threads may ask.
 */
public interface CropPlans {

  /** Returns how many crops are made of each picture, and how large they are. */
  CropShapes shapes();

  /**
   * Draws the crops of one picture in one epoch.
   *
   * @param width of the picture
   * @param height of the picture
   * @param epoch from 0
   * @param pictureIndex place of the picture in its source
   */
  PicturePlan plan(int width, int height, long epoch, long pictureIndex);
}
