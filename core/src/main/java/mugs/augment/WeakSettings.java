package mugs.augment;

/**
 * How much a weakly augmented crop is changed. The numbers of the method are those of DINO.
 *
 * @param jitter how often brightness, contrast, saturation and hue are changed, 0 to 1; all four
 *     are, in random order. More often asks for features that look past light and colour
 * @param brightness the factor lies within 1 plus and minus this, 0 to 1; 0 leaves it alone
 * @param contrast the same for contrast
 * @param saturation the same for saturation
 * @param hue largest turn of the colour circle in either direction, 0 to 0.5 turns
 * @param grey how often colour is taken away, 0 to 1; more often leaves less to learn from colour
 * @param sigma standard deviations of the blur, in pixels of the crop; larger ones leave less of
 *     texture
 * @param solariseFrom lowest value that solarising inverts, 0 to 256; lower inverts more
 * @param first the ending of weak 1
 * @param second the ending of weak 2
 * @param local the ending of local crops
 */
public record WeakSettings(
    double jitter,
    double brightness,
    double contrast,
    double saturation,
    double hue,
    double grey,
    Range sigma,
    int solariseFrom,
    Ending first,
    Ending second,
    Ending local) {

  private static final int LEVELS = 256;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public WeakSettings {
    Checks.probability("the probability of colour jitter", jitter);
    Checks.probability("the jitter of brightness", brightness);
    Checks.probability("the jitter of contrast", contrast);
    Checks.probability("the jitter of saturation", saturation);
    if (!(hue >= 0 && hue <= 0.5)) {
      throw new IllegalArgumentException("the jitter of hue must be 0 to 0.5 turns, not " + hue);
    }
    Checks.probability("the probability of grey", grey);
    if (solariseFrom < 0 || solariseFrom > LEVELS) {
      throw new IllegalArgumentException(
          "solarising begins at a value of 0 to 256, not " + solariseFrom);
    }
  }

  /**
   * What may come after the colours, different for each kind of crop.
   *
   * @param blur how often the crop is blurred, 0 to 1
   * @param solarise how often it is solarised, 0 to 1
   */
  public record Ending(double blur, double solarise) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is not 0 to 1
     */
    public Ending {
      Checks.probability("the probability of blur", blur);
      Checks.probability("the probability of solarising", solarise);
    }
  }

  /** Returns the method's settings. */
  public static WeakSettings paper() {
    return new WeakSettings(
        0.8,
        0.4,
        0.4,
        0.2,
        0.1,
        0.2,
        new Range(0.1, 2),
        128,
        new Ending(1, 0),
        new Ending(0.1, 0.2),
        new Ending(0.5, 0));
  }
}
