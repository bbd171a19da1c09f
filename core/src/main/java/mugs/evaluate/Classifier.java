package mugs.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import mugs.embed.NetworkDescription;
import mugs.engine.Autocast;
import mugs.engine.Placement;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.DropPath;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * A network with a head for classes, to be tuned as a whole.
 *
 * @param description of its backbone
 * @param classes that are told apart
 * @param placement of the parameters and products
 * @param parameters of all of it
 */
record Classifier(
    NetworkDescription description, int classes, Placement placement, Parameters parameters)
    implements AutoCloseable {
  private static final String FORMAT = "mugs-classifier-1";

  /**
   * Begins with the backbone of a weights file, and a head that knows nothing.
   *
   * @param file of the weights
   * @param start what of the file is taken beside the backbone
   * @param classes that are told apart
   * @param seed of the head
   * @param placement of the parameters
   * @throws IOException if the file cannot be read, or has no projector where one is to be tuned
   */
  static Classifier begin(
      Path file, FineTuneSettings.Start start, int classes, long seed, Placement placement)
      throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file);
        Scope scope = Scope.withoutGradients()) {
      NetworkDescription description = NetworkDescription.of(reader.metadata(), file);
      OptionalInt projector = OptionalInt.empty();
      if (start == FineTuneSettings.Start.PROJECTOR) {
        projector = OptionalInt.of(projectorOutputs(reader, file));
      }
      List<ParameterSpec> specs = ClassifierNetwork.specs(description.vit(), projector, classes);
      Map<String, Tensor> own = new LinkedHashMap<>();
      try (Parameters initial = Parameters.initial(specs, seed, placement)) {
        for (ParameterSpec spec : specs) {
          boolean isHead = spec.name().startsWith("head.");
          if (isHead) {
            own.put(spec.name(), initial.get(spec.name()));
          } else if (reader.names().contains(spec.name())) {
            own.put(spec.name(), finite(reader.read(spec.name()), spec.name(), file));
          }
        }
        return new Classifier(
            description, classes, placement, Parameters.copyOf(specs, own, placement));
      }
    }
  }

  /**
   * Checks that a file has what is to be tuned.
   *
   * @throws IOException if not
   */
  static void check(Path file, FineTuneSettings.Start start) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      NetworkDescription.of(reader.metadata(), file);
      if (start == FineTuneSettings.Start.PROJECTOR) {
        projectorOutputs(reader, file);
      }
    }
  }

  private static int projectorOutputs(SafetensorsReader reader, Path file) throws IOException {
    String name = ClassifierNetwork.PROJECTOR + ".weight";
    if (!reader.names().contains(name)) {
      throw new IOException(
          "%s has no instance head to tune from (no %s): give weights of mugs pretrain, or tune the backbone"
              .formatted(file, name));
    }
    return (int) reader.shape(name)[0];
  }

  private static Tensor finite(Tensor tensor, String name, Path file) throws IOException {
    if (!Tensors.isFinite(tensor)) {
      throw new IOException(
          "%s holds weights that are not finite, the first in %s: give those of an earlier checkpoint or another run"
              .formatted(file, name));
    }
    return tensor;
  }

  /**
   * Writes the network, so that every command can take its backbone.
   *
   * @param file to write
   * @param metadata besides what rebuilds the network
   * @throws IOException if it cannot be written
   */
  void write(Path file, Map<String, String> metadata) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put("format", FORMAT);
    all.putAll(description.metadata());
    SafetensorsWriter.write(file, parameters.asMap(), all);
  }

  /**
   * Ranks the right classes of pictures.
   *
   * @param pixels {@code [images, channels, size, size]}, normalised
   * @param labels one an image
   * @return for each how many classes have a score at least as high, its own left out; a class that
   *     is not known, or whose score is not finite, ranks below any number of classes
   */
  int[] ranks(Tensor pixels, int[] labels) {
    ClassifierNetwork network = new ClassifierNetwork(description.vit(), parameters);
    try (Scope scope = Scope.withoutGradients();
        Autocast cast = placement.autocast()) {
      placement.settleProducts();
      Tensor tokens = network.backbone().tokens(pixels, DropPath.NONE);
      double[] scores = Tensors.toDoubles(network.scores(tokens));
      int[] ranks = new int[labels.length];
      for (int i = 0; i < labels.length; i++) {
        ranks[i] = rank(scores, i * classes, labels[i]);
      }
      return ranks;
    }
  }

  private int rank(double[] scores, int from, int label) {
    if (label >= classes || !Double.isFinite(scores[from + label])) {
      return Integer.MAX_VALUE; // with five classes or fewer the last is among the five highest
    }
    int below = 0;
    for (int i = 0; i < classes; i++) {
      below += scores[from + i] < scores[from + label] ? 1 : 0;
    }
    return classes - 1 - below;
  }

  @Override
  public void close() {
    parameters.close();
  }
}
