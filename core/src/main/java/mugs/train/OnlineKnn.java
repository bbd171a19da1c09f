package mugs.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import mugs.augment.AreaRange;
import mugs.augment.CropRandom;
import mugs.augment.EvaluationCrop;
import mugs.augment.WeakCrop;
import mugs.embed.FeatureExtractor;
import mugs.image.RgbImage;
import mugs.load.EvaluationLoader;
import mugs.load.PictureReader;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.NeighbourAgreement;
import mugs.measure.Neighbours;
import mugs.measure.WeightedKnn;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;

/**
 * Measures the teacher's features while it trains: weighted kNN at every label level; where there
 * are no labels, how often two crops of a picture have the same nearest other picture.
 *
 * <p>The pictures are drawn once, by the seed, from those that are trained on.
 */
final class OnlineKnn {
  static final int LARGEST_GALLERY = 5000;
  static final int LARGEST_QUERIES = 1000;

  /** Pictures decoded at a time, so that their crops never fill memory. */
  private static final int CHUNK = 256;

  /** Of a small collection, one picture in this many is a query. */
  private static final int QUERY_SHARE = 5;

  private static final AreaRange AGREEMENT_AREA = new AreaRange(0.25, 1);

  private final List<LabelLevel> levels;
  private final EvaluationLoader loader;
  private final int size;
  private final long seed;
  private final int[] gallery;
  private final int[] queries;

  OnlineKnn(PictureSource source, EvaluationLoader loader, int size, long seed) {
    this.levels = source.levels().stream().filter(level -> level.classes().size() > 1).toList();
    this.loader = loader;
    this.size = size;
    this.seed = seed;
    int[] drawn = permutation(source.size(), seed);
    int queryCount = Math.min(LARGEST_QUERIES, Math.max(1, source.size() / QUERY_SHARE));
    int galleryCount = Math.min(LARGEST_GALLERY, source.size() - queryCount);
    this.queries = Arrays.copyOf(drawn, queryCount);
    this.gallery = Arrays.copyOfRange(drawn, queryCount, queryCount + galleryCount);
  }

  private static int[] permutation(int count, long seed) {
    CropRandom random = CropRandom.of(seed);
    int[] order = IntStream.range(0, count).toArray();
    for (int last = count - 1; last > 0; last--) {
      int other = random.below(last + 1);
      int moved = order[last];
      order[last] = order[other];
      order[other] = moved;
    }
    return order;
  }

  /** Measures after some steps. */
  PretrainingListener.Measurement measure(long step, FeatureExtractor extractor) {
    return new PretrainingListener.Measurement(
        step, measure(extractor), gallery.length, queries.length);
  }

  /** Returns top-1 by label level, coarsest first; without labels the agreement alone. */
  private Map<String, Double> measure(FeatureExtractor extractor) {
    if (levels.isEmpty() || gallery.length == 0) {
      return Map.of(
          "neighbour-agreement",
          NeighbourAgreement.between(crops(extractor, 1), crops(extractor, 2)));
    }
    WeightedKnn knn = WeightedKnn.DEFAULT;
    Neighbours neighbours =
        NearestNeighbours.find(
            whole(extractor, gallery).unitRows(), whole(extractor, queries).unitRows(), knn.k());
    Map<String, Double> top1 = new LinkedHashMap<>();
    for (LabelLevel level : levels) {
      int[] ofGallery = labels(level, gallery);
      int[] ofQueries = labels(level, queries);
      int classes = level.classes().size();
      top1.put(level.name(), knn.classify(neighbours, ofGallery, ofQueries, classes).top1());
    }
    return top1;
  }

  private static int[] labels(LabelLevel level, int[] pictures) {
    return Arrays.stream(pictures).map(picture -> level.labels()[picture]).toArray();
  }

  private FeatureMatrix whole(FeatureExtractor extractor, int[] pictures) {
    EvaluationCrop crop = new EvaluationCrop(size);
    return features(extractor, pictures, picture -> crop.centre(picture.image()));
  }

  private FeatureMatrix crops(FeatureExtractor extractor, int which) {
    WeakCrop crop = WeakCrop.query(size, AGREEMENT_AREA);
    return features(
        extractor,
        queries,
        picture -> crop.crop(picture.image(), CropRandom.of(seed, -which, picture.index())));
  }

  private FeatureMatrix features(
      FeatureExtractor extractor,
      int[] pictures,
      Function<PictureReader.Read, RgbImage> preparation) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < pictures.length; from += CHUNK) {
      int[] chunk = Arrays.copyOfRange(pictures, from, Math.min(from + CHUNK, pictures.length));
      FeatureMatrix features = extractor.features(loader.read(chunk, preparation));
      IntStream.range(0, features.rows()).forEach(i -> rows.add(features.row(i)));
    }
    return FeatureMatrix.of(rows.toArray(new float[0][]));
  }
}
