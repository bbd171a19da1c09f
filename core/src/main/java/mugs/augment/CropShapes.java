package mugs.augment;

/**
 * How many crops are made of each picture, and how large they are.
 *
 * @param channels of a pixel, 3 or 1
 * @param teacherCrops global crops for the teacher
 * @param globalCrops global crops for who learns
 * @param globalSize sides of global crops, in pixels
 * @param localCrops local crops
 * @param localSize sides of local crops, in pixels
 */
public record CropShapes(
    int channels,
    int teacherCrops,
    int globalCrops,
    int globalSize,
    int localCrops,
    int localSize) {

  /** Returns whether pictures keep their colours. */
  public boolean colour() {
    return channels > 1;
  }
}
