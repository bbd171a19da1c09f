package mugs.augment;

/**
 * What crops are taken of each picture.
 *
 * @param globalSize sides of global crops in pixels, 1 or more; larger shows more and costs more
 * @param localSize sides of local crops in pixels, 1 or more
 * @param localCrops local crops a picture, 0 or more; more of them learn more from each picture and
 *     cost time in proportion
 * @param globalArea share of the picture that a global crop shows
 * @param localArea share of the picture that a local crop shows
 * @param strongProbability how often the student's global crops, and each local crop, are strongly
 *     augmented, 0 to 1
 * @param eraseProbability how often a box of a strongly augmented crop is erased, 0 to 1
 * @param vanilla true: the student's global crops are the teacher's very crops and local crops are
 *     always weakly augmented
 */
public record CropSettings(
    int globalSize,
    int localSize,
    int localCrops,
    AreaRange globalArea,
    AreaRange localArea,
    double strongProbability,
    double eraseProbability,
    boolean vanilla) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public CropSettings {
    Checks.size("the size of global crops", globalSize);
    Checks.size("the size of local crops", localSize);
    if (localCrops < 0) {
      throw new IllegalArgumentException(
          "the number of local crops must be 0 or more, not " + localCrops);
    }
    Checks.probability("the probability of strong augmentation", strongProbability);
    Checks.probability("the probability of erasing", eraseProbability);
  }
}
