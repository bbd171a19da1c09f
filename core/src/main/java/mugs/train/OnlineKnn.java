package mugs.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import mugs.augment.CropRandom;
import mugs.augment.CropSettings;
import mugs.augment.EvaluationCrop;
import mugs.augment.WeakCrop;
import mugs.embed.FeatureExtractor;
import mugs.image.RgbImage;
import mugs.load.EvaluationLoader;
import mugs.load.PictureReader;
import mugs.load.TooManySkippedException;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.NeighbourAgreement;
import mugs.measure.Neighbours;
import mugs.measure.WeightedKnn;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;

/**
 * Measures the teacher's features while it trains: weighted kNN at every label level; where there
 * are no labels, how often two crops of a picture have the same nearest other picture: global crops
 * as the recipe has them, weakly augmented but neither blurred nor solarised.
 *
 * <p>The pictures are drawn once, by the seed, from those that are trained on.
 */
final class OnlineKnn {
  /** The figure of collections without labels. */
  static final String AGREEMENT = "neighbour-agreement";

  private static final int LARGEST_GALLERY = 5000;
  private static final int LARGEST_QUERIES = 1000;

  /** Pictures decoded at a time, so that their crops never fill memory. */
  private static final int CHUNK = 256;

  /** Of a small collection, one picture in this many is a query. */
  private static final int QUERY_SHARE = 5;

  private final List<LabelLevel> levels;
  private final EvaluationLoader loader;
  private final CropSettings crops;
  private final long seed;
  private final int[] gallery;
  private final int[] queries;
  private final BooleanSupplier stopping;

  /** Pictures that can be read, and their features. */
  private record Measured(int[] pictures, List<float[]> rows) {
    int[] labels(LabelLevel level) {
      return Arrays.stream(pictures).map(picture -> level.labels()[picture]).toArray();
    }

    FeatureMatrix features() {
      return FeatureMatrix.of(rows.toArray(new float[0][]));
    }
  }

  private record Prepared(int picture, RgbImage image) {}

  /**
   * Draws the pictures.
   *
   * @param source of the pictures
   * @param loader that reads them
   * @param crops of the recipe
   * @param seed of what is drawn
   * @param stopping whether what is being measured is to be given up
   */
  OnlineKnn(
      PictureSource source,
      EvaluationLoader loader,
      CropSettings crops,
      long seed,
      BooleanSupplier stopping) {
    this.levels = source.levels().stream().filter(level -> level.classes().size() > 1).toList();
    this.loader = loader;
    this.crops = crops;
    this.seed = seed;
    this.stopping = stopping;
    int[] drawn = CropRandom.of(seed).permutation(source.size());
    int share = levels.isEmpty() ? source.size() : Math.max(1, source.size() / QUERY_SHARE);
    int queryCount = Math.min(LARGEST_QUERIES, share);
    int left = levels.isEmpty() ? 0 : source.size() - queryCount;
    this.queries = Arrays.copyOf(drawn, queryCount);
    this.gallery =
        Arrays.copyOfRange(drawn, queryCount, queryCount + Math.min(LARGEST_GALLERY, left));
    if (!source.forwardRuns().isEmpty()) {
      Arrays.sort(queries); // read in one pass through the collection
      Arrays.sort(gallery);
    }
  }

  /**
   * Measures after some steps.
   *
   * @return top-1 by label level, coarsest first; without labels the agreement alone; nothing where
   *     too few pictures can be read, or where it was given up
   * @throws TooManySkippedException if too many cannot be read
   */
  Optional<PretrainingListener.Measurement> measure(long step, FeatureExtractor extractor)
      throws TooManySkippedException {
    return levels.isEmpty() ? agreement(step, extractor) : knn(step, extractor);
  }

  private Optional<PretrainingListener.Measurement> knn(long step, FeatureExtractor extractor)
      throws TooManySkippedException {
    Measured voters = whole(extractor, gallery);
    Measured asked = whole(extractor, queries);
    if (voters.rows().isEmpty() || asked.rows().isEmpty()) {
      return Optional.empty();
    }
    WeightedKnn knn = WeightedKnn.DEFAULT;
    Neighbours neighbours =
        NearestNeighbours.find(voters.features().unitRows(), asked.features().unitRows(), knn.k());
    Map<String, Double> top1 = new LinkedHashMap<>();
    for (LabelLevel level : levels) {
      int classes = level.classes().size();
      top1.put(
          level.name(),
          knn.classify(neighbours, voters.labels(level), asked.labels(level), classes).top1());
    }
    return Optional.of(
        new PretrainingListener.Measurement(step, top1, voters.rows().size(), asked.rows().size()));
  }

  private Optional<PretrainingListener.Measurement> agreement(long step, FeatureExtractor extractor)
      throws TooManySkippedException {
    Measured first = crops(extractor, 1);
    Measured second = crops(extractor, 2);
    if (first.rows().size() < 2 || second.rows().size() < 2) {
      return Optional.empty();
    }
    double share = NeighbourAgreement.between(first.features(), second.features());
    return Optional.of(
        new PretrainingListener.Measurement(
            step, Map.of(AGREEMENT, share), 0, first.rows().size()));
  }

  private Measured whole(FeatureExtractor extractor, int[] pictures)
      throws TooManySkippedException {
    EvaluationCrop crop = new EvaluationCrop(crops.globalSize());
    return measured(extractor, pictures, picture -> crop.centre(picture.image()));
  }

  private Measured crops(FeatureExtractor extractor, int which) throws TooManySkippedException {
    WeakCrop crop = WeakCrop.query(crops);
    return measured(
        extractor,
        queries,
        picture -> crop.crop(picture.image(), CropRandom.of(seed, -which, picture.index())));
  }

  /**
   * A picture that cannot be read is left out; the loader gives another one in its place. What is
   * given up has no picture at all.
   */
  private Measured measured(
      FeatureExtractor extractor,
      int[] pictures,
      Function<PictureReader.Read, RgbImage> preparation)
      throws TooManySkippedException {
    List<Integer> readable = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < pictures.length; from += CHUNK) {
      if (stopping.getAsBoolean()) {
        return new Measured(new int[0], List.of());
      }
      int[] chunk = Arrays.copyOfRange(pictures, from, Math.min(from + CHUNK, pictures.length));
      List<Prepared> prepared =
          loader.read(chunk, picture -> new Prepared(picture.index(), preparation.apply(picture)));
      List<RgbImage> images = new ArrayList<>();
      for (int i = 0; i < chunk.length; i++) {
        if (prepared.get(i).picture() == chunk[i]) {
          readable.add(chunk[i]);
          images.add(prepared.get(i).image());
        }
      }
      if (!images.isEmpty()) {
        FeatureMatrix features = extractor.features(images);
        IntStream.range(0, features.rows()).forEach(i -> rows.add(features.row(i)));
      }
    }
    return new Measured(readable.stream().mapToInt(Integer::intValue).toArray(), rows);
  }
}
