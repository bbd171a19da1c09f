package mugs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mugs.augment.AreaRange;
import mugs.augment.CropRandom;
import mugs.augment.EvaluationCrop;
import mugs.augment.WeakCrop;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.load.Normalisation;
import mugs.measure.FeatureMatrix;
import mugs.measure.GranularityFigures;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;

/**
 * What features know at three granularities, told by nearest neighbours under the cosine: the very
 * picture (instance), its finer class (local group), its coarser class (group).
 *
 * <p>The gallery are the whole pictures. They are looked up by one fresh weak crop of each (area
 * 0.25 to 1, flip, colour, grey, no blur), the same for all features that are compared; and, in a
 * second block, by the whole pictures themselves.
 */
public final class GranularityProbe {
  private static final AreaRange QUERY_AREA = new AreaRange(0.25, 1);

  /** Keeps the crops of queries apart from those of training, whose epochs are never negative. */
  private static final long QUERY_EPOCH = -2;

  private final List<RgbImage> gallery = new ArrayList<>();
  private final List<RgbImage> queries = new ArrayList<>();
  private final LabelLevel localGroups;
  private final LabelLevel groups;

  /**
   * Features of gallery and queries, one row a picture.
   *
   * @param whole of the whole pictures
   * @param crops of the crops that they are looked up by
   */
  public record Features(FeatureMatrix whole, FeatureMatrix crops) {}

  /**
   * Figures of one kind of features.
   *
   * @param crops with fresh crops as queries
   * @param whole with whole pictures as queries
   */
  public record Figures(GranularityFigures crops, GranularityFigures whole) {}

  /**
   * Prepares gallery and queries.
   *
   * @param source of the pictures, at least two, all held in memory
   * @param localGroups the finer labels
   * @param groups the coarser labels
   * @param side to which pictures and crops are resized, in pixels
   * @param seed of the crops
   * @throws IOException if a picture cannot be read
   */
  public GranularityProbe(
      PictureSource source, LabelLevel localGroups, LabelLevel groups, int side, long seed)
      throws IOException {
    this.localGroups = localGroups;
    this.groups = groups;
    EvaluationCrop whole = new EvaluationCrop(side);
    WeakCrop crop = WeakCrop.query(side, QUERY_AREA);
    for (int i = 0; i < source.size(); i++) {
      RgbImage picture = decode(source, i);
      gallery.add(whole.whole(picture));
      queries.add(crop.crop(picture, CropRandom.of(seed, QUERY_EPOCH, i)));
    }
  }

  private static RgbImage decode(PictureSource source, int index) throws IOException {
    try {
      return ImageDecoder.decode(source.read(index));
    } catch (UnreadablePictureException e) {
      throw new IOException("cannot measure with " + source.path(index) + ": " + e.getMessage(), e);
    }
  }

  /** Returns the number of pictures. */
  public int pictures() {
    return gallery.size();
  }

  /** Returns the finer labels. */
  public LabelLevel localGroups() {
    return localGroups;
  }

  /** Returns the coarser labels. */
  public LabelLevel groups() {
    return groups;
  }

  /** Returns a picture of the gallery. */
  public RgbImage picture(int index) {
    return gallery.get(index);
  }

  /** Returns the crop that a picture is looked up by. */
  public RgbImage query(int picture) {
    return queries.get(picture);
  }

  /**
   * Computes a network's features of gallery and queries: twice a pass over all pictures.
   *
   * @param network makes features of pictures, one row each
   */
  public Features features(Function<List<RgbImage>, FeatureMatrix> network) {
    return new Features(network.apply(gallery), network.apply(queries));
  }

  /** Returns the normalised pixels as features, the gallery's mean picture taken off. */
  public Features rawPixels() {
    FeatureMatrix whole = pixels(gallery);
    float[] mean = whole.meanRow();
    return new Features(whole.minus(mean), pixels(queries).minus(mean));
  }

  private static FeatureMatrix pixels(List<RgbImage> pictures) {
    return FeatureMatrix.of(
        pictures.stream().map(Normalisation.IMAGENET::planes).toArray(float[][]::new));
  }

  /** Returns the figures of some features. */
  public Figures figures(Features features) {
    int[] finer = localGroups.labels();
    int[] coarser = groups.labels();
    return new Figures(
        GranularityFigures.ofCrops(features.whole(), features.crops(), finer, coarser),
        GranularityFigures.ofWholePictures(features.whole(), finer, coarser));
  }

  /**
   * Returns the gallery pictures nearest to some queries.
   *
   * @param features by which they are looked up
   * @param chosen pictures whose crops are looked up
   * @param k neighbours of each
   */
  public Neighbours nearest(Features features, List<Integer> chosen, int k) {
    int[] rows = chosen.stream().mapToInt(Integer::intValue).toArray();
    return NearestNeighbours.find(
        features.whole().unitRows(), features.crops().select(rows).unitRows(), k);
  }
}
