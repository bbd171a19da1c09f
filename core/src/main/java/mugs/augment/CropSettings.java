package mugs.augment;

/**
 * What crops are taken of each picture.
 *
 * @param channels 3 for colour; 1 for grey: pictures lose their colours first, and changes of
 *     colour fall away
 * @param globalSize sides of global crops in pixels, 1 or more; larger shows more and costs more
 * @param localSize sides of local crops in pixels, 1 or more
 * @param localCrops local crops a picture, 0 or more; more of them learn more from each picture and
 *     cost time in proportion
 * @param globalArea share of the picture that a global crop shows
 * @param localArea share of the picture that a local crop shows
 * @param ratio of the width to the height of the part that a crop shows, whose logarithm is drawn
 *     evenly; a wider range distorts more
 * @param flip how often a crop is mirrored, 0 to 1; 0 where left and right mean something
 * @param weak what happens to weakly augmented crops
 * @param strongProbability how often the student's global crops, and each local crop, are strongly
 *     augmented, 0 to 1
 * @param strong what happens to strongly augmented ones
 * @param eraseProbability how often a box of a strongly augmented crop is erased, 0 to 1
 * @param erasing which box
 * @param vanilla true: the student's global crops are the teacher's very crops and local crops are
 *     always weakly augmented
 */
public record CropSettings(
    int channels,
    int globalSize,
    int localSize,
    int localCrops,
    AreaRange globalArea,
    AreaRange localArea,
    Range ratio,
    double flip,
    WeakSettings weak,
    double strongProbability,
    RandAugment strong,
    double eraseProbability,
    ErasingSettings erasing,
    boolean vanilla) {

  /** The widths and heights of crops that torchvision and timm take for granted. */
  private static final Range USUAL_RATIO = new Range(3.0 / 4.0, 4.0 / 3.0);

  private static final double USUAL_FLIP = 0.5;
  private static final int COLOURS = 3;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public CropSettings {
    if (channels != 1 && channels != COLOURS) {
      throw new IllegalArgumentException(
          "pictures have 1 channel (grey) or 3 (colour), not " + channels);
    }
    Checks.size("the size of global crops", globalSize);
    Checks.size("the size of local crops", localSize);
    if (localCrops < 0) {
      throw new IllegalArgumentException(
          "the number of local crops must be 0 or more, not " + localCrops);
    }
    Checks.probability("the probability of mirroring", flip);
    Checks.probability("the probability of strong augmentation", strongProbability);
    Checks.probability("the probability of erasing", eraseProbability);
  }

  /** Makes settings whose changes, of colour pictures, are those of the method. */
  public CropSettings(
      int globalSize,
      int localSize,
      int localCrops,
      AreaRange globalArea,
      AreaRange localArea,
      double strongProbability,
      double eraseProbability,
      boolean vanilla) {
    this(
        COLOURS,
        globalSize,
        localSize,
        localCrops,
        globalArea,
        localArea,
        USUAL_RATIO,
        USUAL_FLIP,
        WeakSettings.paper(),
        strongProbability,
        RandAugment.paper(),
        eraseProbability,
        ErasingSettings.paper(),
        vanilla);
  }

  /** Returns the paper's settings for ImageNet (section 4 of arXiv 2203.14415). */
  public static CropSettings paper() {
    return new CropSettings(
        224, 96, 10, new AreaRange(0.25, 1), new AreaRange(0.05, 0.25), 0.5, 0.25, false);
  }

  /** Returns how many crops are made of each picture, and how large they are. */
  public CropShapes shapes() {
    return new CropShapes(channels, 2, 2, globalSize, localCrops, localSize);
  }

  /** Returns whether pictures keep their colours. */
  public boolean colour() {
    return channels == COLOURS;
  }

  /** Returns which part of a picture a global crop shows. */
  BoxDraw globalBox() {
    return new BoxDraw(globalArea, ratio);
  }

  /** Returns which part of a picture a local crop shows. */
  BoxDraw localBox() {
    return new BoxDraw(localArea, ratio);
  }
}
