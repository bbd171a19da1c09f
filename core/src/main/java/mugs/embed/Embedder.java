package mugs.embed;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import mugs.augment.EvaluationCrop;
import mugs.engine.Autocast;
import mugs.engine.Engine;
import mugs.engine.FileFailure;
import mugs.engine.MisnamedFileException;
import mugs.engine.UnfitOptionException;
import mugs.image.BufferedPixels;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.measure.FeatureMatrix;
import mugs.source.StoredPicture;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;

/**
 * Turns pictures into vectors, by a network that was trained before.
 *
 * <p>A picture is prepared as published evaluations do: its shorter side is resized to size x
 * 256/224 with the bicubic filter, and the central square of that size cut out.
 *
 * <p>Any number of threads may embed at once: each decodes its own picture, and what waits goes
 * through the network together, on one thread for each processor, or on a single one where a GPU
 * computes. So several callers get more out of the machine than one. What a picture is embedded
 * beside may change its vector in the last digits, as the order of sums depends on it.
 *
 * <p>Close it to free the network; nothing native is left then.
 */
public final class Embedder implements AutoCloseable {
  private static final int TOKENS_A_BATCH = 4096;
  private static final int LARGEST_BATCH = 128;

  private final VitSettings vit;
  private final EmbedderOptions options;
  private final EvaluationCrop crop;
  private final Parameters parameters;
  private final FeatureExtractor extractor;
  private final int width;
  private final NetworkThreads threads;

  private Embedder(NetworkDescription network, Parameters parameters, EmbedderOptions options) {
    this.vit = network.vit();
    this.options = options;
    this.parameters = parameters;
    this.crop = new EvaluationCrop(options.size().orElse(vit.imageSize()));
    if (crop.size() % vit.patchSize() != 0) {
      throw new UnfitOptionException(
          "pictures of %d pixels do not divide into the network's patches of %d: take a multiple of %d"
              .formatted(crop.size(), vit.patchSize(), vit.patchSize()));
    }
    VisionTransformer backbone = new VisionTransformer(vit, parameters, "");
    this.width = options.token().width(backbone);
    this.extractor =
        new FeatureExtractor(
            backbone, options.placement(), network.normalisation(), options.token());
    this.threads = new NetworkThreads(this::features, batch());
  }

  /**
   * Loads a network with the default options.
   *
   * @param weights a weights file; a checkpoint's folder, such as {@code RUN/best}; or a run's
   *     folder, whose newest checkpoint is meant
   * @throws MisnamedFileException if there is none
   * @throws IOException if it cannot be read, does not say which network it belongs to, or holds
   *     values that are not finite
   * @throws mugs.vit.ParameterMismatchException if its tensors are not those of the network
   */
  public static Embedder load(Path weights) throws IOException {
    return load(weights, EmbedderOptions.DEFAULT);
  }

  /**
   * Loads a network.
   *
   * @param weights as in {@link #load(Path)}
   * @param options how pictures become vectors
   * @throws IOException as in {@link #load(Path)}
   * @throws mugs.vit.ParameterMismatchException if its tensors are not those of the network
   * @throws UnfitOptionException if the network cannot do what the options ask, or the device is
   *     not there
   */
  public static Embedder load(Path weights, EmbedderOptions options) throws IOException {
    Path file = WeightsFile.find(weights);
    Engine.start();
    check(options);
    BackboneFile backbone = BackboneFile.open(file, options.placement());
    return started(backbone.description(), backbone.parameters(), options);
  }

  /**
   * Makes a network with random weights, to measure what embedding costs.
   *
   * @param network its shape
   * @param options how pictures become vectors
   * @throws UnfitOptionException if the network cannot do what the options ask, or the device is
   *     not there
   */
  public static Embedder untrained(NetworkDescription network, EmbedderOptions options) {
    check(options);
    return started(
        network,
        Parameters.initial(VisionTransformer.specs(network.vit(), ""), 0, options.placement()),
        options);
  }

  private static void check(EmbedderOptions options) {
    options.device().check();
    if (options.precision().needsCuda() && !options.device().isCuda()) {
      throw new UnfitOptionException(
          "precision %s is for GPUs: take a GPU as the device, or another precision"
              .formatted(options.precision().name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Embedder started(
      NetworkDescription network, Parameters parameters, EmbedderOptions options) {
    try {
      Embedder embedder = new Embedder(network, parameters, options);
      embedder.threads.start(options.device().isCuda() ? 1 : Engine.processors());
      return embedder;
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /** Returns the length of a vector. */
  public int width() {
    return width;
  }

  /** Returns the side of the square that the network sees of a picture, in pixels. */
  public int size() {
    return crop.size();
  }

  /** Returns the shape of the network. */
  public VitSettings vit() {
    return vit;
  }

  /** Returns how pictures become vectors. */
  public EmbedderOptions options() {
    return options;
  }

  /**
   * Embeds a picture file.
   *
   * @param picture JPEG, PNG, WebP, BMP, TIFF or GIF
   * @return its vector, of length {@link #width}
   * @throws UnreadablePictureException naming the file, if it is no such picture, or broken
   * @throws IOException naming the file, if it cannot be read
   * @throws IllegalStateException if this is closed
   */
  public float[] embed(Path picture) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(picture);
    } catch (IOException e) {
      throw new IOException("cannot read " + picture + ": " + FileFailure.reason(e), e);
    }
    try {
      return embed(bytes);
    } catch (UnreadablePictureException e) {
      throw new UnreadablePictureException(
          picture + " is no picture that can be read: " + e.getMessage(), e);
    }
  }

  /**
   * Embeds an encoded picture.
   *
   * @param picture the bytes of a JPEG, PNG, WebP, BMP, TIFF or GIF
   * @return its vector, of length {@link #width}
   * @throws UnreadablePictureException if it is none, or broken
   * @throws IllegalStateException if this is closed
   */
  public float[] embed(byte[] picture) throws UnreadablePictureException {
    return embed(ImageDecoder.decode(new StoredPicture.Encoded(picture)));
  }

  /**
   * Embeds a picture in memory; what is transparent is laid over white.
   *
   * @param picture of any type and size
   * @return its vector, of length {@link #width}
   * @throws IllegalStateException if this is closed
   */
  public float[] embed(BufferedImage picture) {
    return embed(BufferedPixels.rgb(picture));
  }

  /**
   * Embeds a picture's pixels.
   *
   * @param picture of any size
   * @return its vector, of length {@link #width}
   * @throws IllegalStateException if this is closed
   */
  public float[] embed(RgbImage picture) {
    return join(threads.submit(List.of(cropped(picture))))[0];
  }

  private static float[][] join(CompletableFuture<float[][]> vectors) {
    try {
      return vectors.join();
    } catch (CompletionException e) {
      throw NetworkThreads.failure(e);
    }
  }

  /** Returns what the network is to see of a picture. */
  RgbImage cropped(RgbImage picture) {
    return crop.centre(picture);
  }

  /**
   * Asks for the vectors of prepared pictures, which go through the network together and beside no
   * others.
   *
   * @param crops as {@link #cropped} gives them, at least one, at most a {@link #batch}
   * @param wanted whether anybody still wants them when their turn comes; else they are cancelled
   */
  CompletableFuture<float[][]> vectors(List<RgbImage> crops, BooleanSupplier wanted) {
    return threads.submitApart(crops, wanted);
  }

  /** Returns how many pictures go through the network together at most. */
  int batch() {
    int tokens = 1 + (crop.size() / vit.patchSize()) * (crop.size() / vit.patchSize());
    return Math.max(1, Math.min(LARGEST_BATCH, TOKENS_A_BATCH / tokens));
  }

  /** Returns the number of threads that work the network. */
  int threads() {
    return threads.count();
  }

  private FeatureMatrix features(List<RgbImage> crops) {
    try (Autocast shorter = options.placement().autocast()) {
      FeatureMatrix features = extractor.features(crops);
      return options.unitLength() ? features.unitRows() : features;
    }
  }

  /** Answers what was asked before, then frees the network. A second call does nothing. */
  @Override
  public void close() {
    threads.close();
    parameters.close();
  }
}
