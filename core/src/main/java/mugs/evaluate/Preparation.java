package mugs.evaluate;

import mugs.augment.AreaRange;
import mugs.augment.CropRandom;
import mugs.augment.EvaluationCrop;
import mugs.augment.WeakCrop;
import mugs.image.RgbImage;

/** What a network is shown of a picture. */
public sealed interface Preparation {

  /** The central square that published evaluations look at. */
  Preparation CENTRE = new Centre();

  /** The whole picture, whatever its proportions, resized to a square. */
  Preparation WHOLE = new Whole();

  /** See {@link #CENTRE}. */
  record Centre() implements Preparation {

    @Override
    public String name() {
      return "centre";
    }

    @Override
    public RgbImage seen(int index, RgbImage picture, int size) {
      return new EvaluationCrop(size).centre(picture);
    }
  }

  /** See {@link #WHOLE}. */
  record Whole() implements Preparation {

    @Override
    public String name() {
      return "whole";
    }

    @Override
    public RgbImage seen(int index, RgbImage picture, int size) {
      return new EvaluationCrop(size).whole(picture);
    }
  }

  /**
   * A weak random crop that no training has seen: area 0.25 to 1, flip, colour, grey, no blur.
   *
   * @param seed of what is random about it
   */
  record FreshCrop(long seed) implements Preparation {

    /** Keeps these crops apart from those of training, whose epochs are never negative. */
    private static final long EPOCH = -2;

    private static final AreaRange AREA = new AreaRange(0.25, 1);

    @Override
    public String name() {
      return "fresh crop, seed " + seed;
    }

    @Override
    public RgbImage seen(int index, RgbImage picture, int size) {
      return WeakCrop.query(size, AREA).crop(picture, CropRandom.of(seed, EPOCH, index));
    }
  }

  /** Returns what decides on it, in words. */
  String name();

  /**
   * Makes it; any number of threads may call this at once.
   *
   * @param index of the picture in its source
   * @param picture of any size
   * @param size of the square that the network sees, in pixels
   * @return {@code size x size} pixels
   */
  RgbImage seen(int index, RgbImage picture, int size);
}
