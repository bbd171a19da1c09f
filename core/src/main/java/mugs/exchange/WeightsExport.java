package mugs.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mugs.augment.EvaluationCrop;
import mugs.embed.NetworkDescription;
import mugs.embed.WeightsFile;
import mugs.engine.EngineException;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.UnfitOptionException;
import mugs.engine.WholeFile;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights out of this program: written in a format of another, run again from there on random
 * pixels and compared with this program's own network before the file gets its name; with a model
 * card beside it. The file gets its name last, so that where it is, its card and its check are too.
 */
public final class WeightsExport {
  private static final long SEED = 20220327;
  private static final int BATCH = 3;
  private static final int CHECKED_PICTURES = 2;
  private static final String ORIGIN = "origin.";

  private final ExportOptions options;
  private final TrainedWeights weights;
  private final VisionTransformer ours;
  private final ExportedNetwork network;
  private final Preprocessing preprocessing;

  /** Attention looks at the square of the patches: more take tens of gigabytes to be checked. */
  private static final int LARGEST_GRID = 64;

  private WeightsExport(ExportOptions options, TrainedWeights weights) {
    this.options = options;
    this.weights = weights;
    VitSettings vit = weights.vit();
    int size = options.size().orElse(vit.imageSize());
    checkSize(size, vit);
    ours = new VisionTransformer(vit, weights.backbone(), "");
    preprocessing =
        new Preprocessing(new EvaluationCrop(size), weights.description().normalisation());
    network = ExportedNetwork.of(weights, size, options.unitLength(), texts(size));
  }

  private static void checkSize(int size, VitSettings vit) {
    int patch = vit.patchSize();
    if (size < patch || size % patch != 0) {
      throw new UnfitOptionException(
          "--size is %d, and the network sees patches of %d x %d pixels: give a multiple of %d, such as %d"
              .formatted(size, patch, patch, patch, vit.imageSize()));
    } else if (size > LARGEST_GRID * patch) {
      throw new UnfitOptionException(
          "--size is %d, and it may be at most %d, %d patches of %d pixels: give a smaller one"
              .formatted(size, LARGEST_GRID * patch, LARGEST_GRID, patch));
    }
  }

  /**
   * What was written.
   *
   * @param file with the weights
   * @param card beside it
   * @param bytes of the file
   * @param differences between its network and this program's, one a batch that was tried
   */
  public record Outcome(Path file, Path card, long bytes, List<Difference> differences) {
    /** Copies the list. */
    public Outcome {
      differences = List.copyOf(differences);
    }
  }

  /** Returns where the model card of a file goes. */
  public static Path cardOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".md");
  }

  /**
   * Writes weights.
   *
   * @param named a weights file, a checkpoint or a run, see {@link WeightsFile#find}
   * @param out file to write
   * @param options what to write
   * @throws IOException if the weights cannot be read or are none of this program, or the file
   *     cannot be written, or what it computes is not what this program computes; then there is no
   *     such file, and no card or check that was not there before
   * @throws UnfitOptionException if the size is no multiple of the patch size, or too large
   * @throws mugs.vit.ParameterMismatchException if the weights are not those that it describes
   */
  public static Outcome write(Path named, Path out, ExportOptions options) throws IOException {
    Path file = WeightsFile.find(named);
    return write(file, out, options, format(options.format(), file));
  }

  /** Writes weights in a format that may be any; see {@link #write(Path, Path, ExportOptions)}. */
  static Outcome write(Path named, Path out, ExportOptions options, NetworkFile format)
      throws IOException {
    try (Scope scope = Scope.withoutGradients();
        TrainedWeights weights = TrainedWeights.read(WeightsFile.find(named))) {
      return new WeightsExport(options, weights).write(out, format);
    }
  }

  private Outcome write(Path out, NetworkFile format) throws IOException {
    List<Difference> differences = new ArrayList<>();
    Path card = cardOf(out);
    List<Path> beside = new ArrayList<>(List.of(card));
    options.check().ifPresent(beside::add);
    for (Path file : beside) {
      checkNoFolder(file);
    }
    checkNoFolder(out);
    List<Path> fresh = beside.stream().filter(file -> !Files.exists(file)).toList();
    try {
      WholeFile.write(
          out,
          part -> {
            writeParts(part, out, format, differences);
            for (Path file : beside) {
              WholeFile.rename(WholeFile.partOf(file), file);
            }
          });
    } catch (IOException | RuntimeException | Error e) {
      beside.forEach(file -> delete(WholeFile.partOf(file), e));
      fresh.forEach(file -> delete(file, e));
      throw e;
    }
    return new Outcome(out, card, Files.size(out), differences);
  }

  private static void checkNoFolder(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("cannot write %s: it is a folder".formatted(file));
    }
  }

  private static void delete(Path file, Throwable failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
  }

  /** Writes the file, its card and its check beside their places; none has its name yet. */
  private void writeParts(Path part, Path out, NetworkFile format, List<Difference> differences)
      throws IOException {
    try {
      format.write(part, network);
      differences.addAll(compared(part, format));
    } catch (EngineException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (options.check().isPresent()) {
      writeCheck(WholeFile.partOf(options.check().get()));
    }
    WholeFile.write(
        WholeFile.partOf(cardOf(out)),
        new ModelCard(out, part, options, weights, network, preprocessing, differences).text());
  }

  private static NetworkFile format(ExportFormat format, Path weights) {
    return switch (format) {
      case SAFETENSORS -> new OwnCopy(weights);
      case TIMM -> new SafetensorsCopy();
      case TORCHSCRIPT -> new TorchScriptFile();
      case ONNX -> new OnnxFile();
    };
  }

  /** Runs the file again, also with another number of pictures and, where it can, another size. */
  private List<Difference> compared(Path part, NetworkFile format) throws IOException {
    int side = network.vit().imageSize();
    List<Difference> differences = new ArrayList<>();
    try (ReadBack theirs = format.read(part, network)) {
      differences.add(difference(theirs, BATCH, side));
      differences.add(difference(theirs, 1, side));
      if (theirs.takesAnySize() && side == weights.vit().imageSize()) {
        differences.add(difference(theirs, 1, side + network.vit().patchSize()));
      }
    }
    for (Difference difference : differences) {
      if (!difference.isRounding()) {
        throw new IOException(
            "read back, it does not compute what this program computes: "
                + difference.inWords()
                + "; this is a fault of the program, please report it");
      }
    }
    return differences;
  }

  private Difference difference(ReadBack theirs, int images, int side) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor pixels = network.pixels(SEED + images, images, side);
      return Difference.between(
          ExportedNetwork.run(ours, pixels, network.unitLength()), theirs.run(pixels), side);
    }
  }

  private void writeCheck(Path file) throws IOException {
    Tensor pixels = network.pixels(SEED, CHECKED_PICTURES, network.vit().imageSize());
    TokensOut out = ExportedNetwork.run(ours, pixels, network.unitLength());
    SafetensorsWriter.write(
        file,
        Map.of("pixels", pixels, "tokens", out.tokens(), "class_token", out.classToken()),
        network.texts());
  }

  /** What stands beside the network: its shape, its preprocessing, where it came from. */
  private Map<String, String> texts(int size) {
    VitSettings vit = weights.vit();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format", "pt");
    texts.put("architecture", "vision_transformer");
    TimmName.of(vit).ifPresent(name -> texts.put("timm_name", name));
    texts.put("image_size", Integer.toString(size));
    texts.put("patch_size", Integer.toString(vit.patchSize()));
    texts.put("channels", Integer.toString(vit.channels()));
    texts.put("width", Integer.toString(vit.width()));
    texts.put("blocks", Integer.toString(vit.blocks()));
    texts.put("heads", Integer.toString(vit.heads()));
    texts.put("layer_norm_epsilon", Double.toString(vit.layerNormEpsilon()));
    texts.put("unit_length", Boolean.toString(options.unitLength()));
    texts.putAll(preprocessing.texts());
    Set<String> origin = new TreeSet<>(weights.metadata().keySet());
    origin.removeAll(Set.of("format", "recipe", NetworkDescription.KEY));
    origin.removeAll(texts.keySet()); // of a file that was exported before
    origin.forEach(
        key ->
            texts.put(
                key.startsWith(ORIGIN) ? key : ORIGIN + key,
                weights.metadata().getOrDefault(key, "")));
    options.licence().ifPresent(licence -> texts.put("licence", licence));
    return texts;
  }
}
