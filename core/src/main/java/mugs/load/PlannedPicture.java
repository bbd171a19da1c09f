package mugs.load;

import mugs.augment.CropPlans;
import mugs.augment.PicturePlan;
import mugs.image.RgbImage;

/**
 * A picture that was read for its crops, and what was drawn for them.
 *
 * @param index of the picture in its source
 * @param image its pixels, of a large JPEG perhaps fewer than it has
 * @param plan of the crops, for an image of this size
 */
public record PlannedPicture(int index, RgbImage image, PicturePlan plan) {

  /**
   * Reads a picture, or the next one that can be read, and draws its crops.
   *
   * @param reader of the pictures
   * @param maker that draws
   * @param reduced whether a large JPEG is decoded smaller, see {@link PicturePlan#divisor}
   * @param index of the picture that is wanted
   * @param epoch from 0
   * @throws TooManySkippedException if too many pictures cannot be read
   */
  public static PlannedPicture read(
      PictureReader reader, CropPlans maker, boolean reduced, int index, long epoch)
      throws TooManySkippedException {
    PictureReader.Reduction reduction =
        reduced
            ? (at, width, height) -> maker.plan(width, height, epoch, at).divisor()
            : (at, width, height) -> 1;
    PictureReader.Read read = reader.read(index, reduction);
    RgbImage image = read.image();
    PicturePlan plan = maker.plan(read.width(), read.height(), epoch, read.index());
    return new PlannedPicture(
        read.index(),
        image,
        read.divisor() == 1 ? plan : plan.reduced(read.divisor(), image.width(), image.height()));
  }
}
