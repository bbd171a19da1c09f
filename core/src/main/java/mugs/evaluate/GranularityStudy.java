package mugs.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.embed.NetworkDescription;
import mugs.engine.SafetensorsReader;
import mugs.engine.Sha256;
import mugs.measure.FeatureMatrix;
import mugs.measure.FeatureRows;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.vit.VitSettings;

/**
 * What a network's features know at each granularity, beside raw pixels and the same network
 * untrained; see {@link FeatureReport}.
 *
 * @param rows by kind of features, {@link #RAW_PIXELS} first; each the instance and then the levels
 * @param pictures that were measured
 * @param pixelsSide of the small pictures whose pixels were taken as features
 */
public record GranularityStudy(
    Map<String, List<FeatureReport.Row>> rows, int pictures, int pixelsSide) {

  /** Pixels as features. */
  public static final String RAW_PIXELS = "rawPixels";

  /** A network with the start values of its kind. */
  public static final String UNTRAINED = "untrained";

  /** The network that was given. */
  public static final String TRAINED = "trained";

  /** All kinds of features, in the order in which they are measured. */
  public static final List<String> KINDS = List.of(RAW_PIXELS, UNTRAINED, TRAINED);

  /**
   * What is measured how.
   *
   * @param levels of labels, at least one
   * @param restarts of k-means, at least 1
   * @param seed of crops and centres
   */
  public record Settings(List<LabelLevel> levels, int restarts, long seed) {}

  /** Gives the features of a source, as {@link FeatureCache#features} does. */
  @FunctionalInterface
  public interface Extraction {

    /**
     * Gives them.
     *
     * @param source of the pictures
     * @param embedder of them
     * @param weights SHA-256 of its weights file, or what stands for it
     * @param preparation of the pictures
     * @throws IOException if that fails
     */
    PictureFeatures of(
        PictureSource source, Embedder embedder, String weights, Preparation preparation)
        throws IOException;
  }

  /** Hears how far the work on raw pixels is, from its beginning until it is closed. */
  public interface PixelListener extends AutoCloseable {

    /**
     * Hears of a picture, on any thread, one after the other; may end the work by throwing.
     *
     * @param done pictures whose pixels were taken so far, each twice in all
     * @param total of all
     */
    void taken(int done, int total);

    @Override
    void close();
  }

  /**
   * What is known of the pictures and the network before anything is measured.
   *
   * @param vit shape of the network
   * @param size of the square that it sees, in pixels
   * @param width of its features
   * @param labels of the pictures that can be read, by level
   * @param shared pictures that are stored more than once, byte by byte the same
   * @param unreadable pictures that cannot be read: reasons by their index in the source
   */
  public record Facts(
      VitSettings vit,
      int size,
      int width,
      List<LabelPair> labels,
      int shared,
      SortedMap<Integer, String> unreadable) {}

  private record Kind(FeatureRows pictures, FeatureRows crops) {}

  /** All features, ready to be measured. */
  public static final class Pictures {
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Facts facts;
    private final Settings settings;
    private final int pixelsSide;

    private Pictures(Facts facts, Settings settings, int pixelsSide) {
      this.facts = facts;
      this.settings = settings;
      this.pixelsSide = pixelsSide;
    }

    /** Returns what is known of the pictures and the network. */
    public Facts facts() {
      return facts;
    }

    /**
     * Measures all kinds of features.
     *
     * @param began hears of each kind
     * @param listener hears what is measured, and may end it by throwing
     */
    public GranularityStudy measure(Consumer<String> began, FeatureReport.Listener listener) {
      FeatureReport report =
          new FeatureReport(facts.labels(), settings.restarts(), settings.seed(), listener);
      Map<String, List<FeatureReport.Row>> rows = new LinkedHashMap<>();
      kinds.forEach(
          (name, kind) -> {
            began.accept(name);
            rows.put(name, report.measure(kind.pictures(), kind.crops()));
          });
      return new GranularityStudy(
          Collections.unmodifiableMap(rows), facts.labels().get(0).train().length, pixelsSide);
    }
  }

  /**
   * Computes all features.
   *
   * @param source of the pictures, all of whose features fit into memory
   * @param weights file of the network
   * @param options how pictures become features
   * @param settings what is measured how
   * @param extraction gives the features of networks
   * @param pixels is asked when raw pixels have their turn, for who hears of them
   * @throws IOException if the weights or a picture cannot be read
   */
  public static Pictures pictures(
      PictureSource source,
      Path weights,
      EmbedderOptions options,
      Settings settings,
      Extraction extraction,
      Supplier<? extends PixelListener> pixels)
      throws IOException {
    NetworkDescription network;
    try (SafetensorsReader reader = SafetensorsReader.open(weights)) {
      network = NetworkDescription.of(reader.metadata(), weights);
    }
    Preparation crop = new Preparation.FreshCrop(settings.seed());
    int size = options.size().orElse(network.vit().imageSize());
    Kind trained;
    int[] found;
    int shared;
    SortedMap<Integer, String> unreadable;
    try (Embedder embedder = Embedder.load(weights, options)) {
      String sha256 = Sha256.of(weights);
      try (PictureFeatures whole = extraction.of(source, embedder, sha256, Preparation.CENTRE);
          PictureFeatures crops = extraction.of(source, embedder, sha256, crop)) {
        found = whole.pictures();
        unreadable = whole.unreadable();
        shared = DividedFeatures.of(Division.whole(source), whole, whole).shared();
        trained = kind(whole, crops, found);
      }
    }
    Kind untrained;
    try (Embedder embedder = Embedder.untrained(network, options)) {
      String start = "start values of " + network.metadata();
      try (PictureFeatures whole = extraction.of(source, embedder, start, Preparation.CENTRE);
          PictureFeatures crops = extraction.of(source, embedder, start, crop)) {
        untrained = kind(whole, crops, found);
      }
    }
    Kind raw;
    try (PixelListener listener = pixels.get()) {
      PixelFeatures taken = new PixelFeatures(source, found, size, 2, listener::taken);
      FeatureMatrix whole = taken.of(Preparation.CENTRE);
      float[] mean = whole.meanRow();
      raw = new Kind(whole.minus(mean), taken.of(crop).minus(mean));
    }
    List<LabelPair> labels = settings.levels().stream().map(level -> labels(level, found)).toList();
    Facts facts =
        new Facts(network.vit(), size, trained.pictures().width(), labels, shared, unreadable);
    Pictures pictures = new Pictures(facts, settings, Math.min(size, PixelFeatures.LARGEST_SIDE));
    pictures.kinds.put(RAW_PIXELS, raw);
    pictures.kinds.put(UNTRAINED, untrained);
    pictures.kinds.put(TRAINED, trained);
    return pictures;
  }

  private static Kind kind(PictureFeatures whole, PictureFeatures crops, int[] expected)
      throws IOException {
    if (!Arrays.equals(whole.pictures(), expected) || !Arrays.equals(crops.pictures(), expected)) {
      throw new IOException(
          "other pictures could be read than before: see that they do not change meanwhile, and begin anew");
    }
    return new Kind(whole.rows().toMatrix(), crops.rows().toMatrix());
  }

  private static LabelPair labels(LabelLevel level, int[] pictures) {
    int[] labels = Arrays.stream(pictures).map(picture -> level.labels()[picture]).toArray();
    return LabelPair.of(level, labels, level, labels);
  }

  /** Returns the names of the granularities: the instance, then the levels. */
  public List<String> granularities() {
    return rows.values().stream()
        .findFirst()
        .map(own -> own.stream().map(FeatureReport.Row::granularity).toList())
        .orElse(List.of());
  }
}
