package mugs.augment;

/** What RandAugment can do to a picture; the order is timm's. */
public enum StrongOperation {
  /** Stretches each channel to the full range. */
  AUTO_CONTRAST,
  /** Spreads each channel's values evenly. */
  EQUALIZE,
  /** Turns every value v into 255 - v. */
  INVERT,
  /** Turns the picture about its centre. */
  ROTATE,
  /** Keeps few bits of each value. */
  POSTERIZE,
  /** Inverts high values. */
  SOLARIZE,
  /** Adds to low values. */
  SOLARIZE_ADD,
  /** Makes colours stronger or weaker. */
  COLOR,
  /** Makes contrast harsher or softer. */
  CONTRAST,
  /** Makes the picture brighter or darker. */
  BRIGHTNESS,
  /** Makes the picture sharper or softer. */
  SHARPNESS,
  /** Shifts rows against each other. */
  SHEAR_X,
  /** Shifts columns against each other. */
  SHEAR_Y,
  /** Shifts the picture sideways. */
  TRANSLATE_X,
  /** Shifts the picture up or down. */
  TRANSLATE_Y
}
