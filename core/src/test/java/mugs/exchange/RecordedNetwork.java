package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.train.Recipe;
import org.bytedeco.pytorch.Tensor;

/** The authors' recorded teacher as a weights file of this program, and its recorded answers. */
final class RecordedNetwork {
  static final Placement FLOATS = new Placement(Precision.FLOAT32, Device.CPU);
  static final int WIDTH = 24;
  static final int SIZE = 32;
  static final int LARGER = 48;
  static final int PATCH = 8;

  private static final String FOLDER = "/interchange/";
  private static final String[] SETTINGS = {
    "crops.global-size=" + SIZE,
    "crops.local-size=16",
    "backbone.width=" + WIDTH,
    "backbone.blocks=2",
    "backbone.heads=3",
    "backbone.patch-size=" + PATCH,
  };

  private RecordedNetwork() {}

  static Recipe recipe(String... changes) {
    return Recipe.load(
        "demo", Stream.concat(Stream.of(SETTINGS), Stream.of(changes)).toArray(String[]::new));
  }

  /** Returns the tensors as a weights file names them, heads included. */
  static Map<String, Tensor> tensors() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    read("authors-teacher.safetensors")
        .forEach((name, tensor) -> tensors.put(name.replaceFirst("^backbone\\.", ""), tensor));
    return tensors;
  }

  /** Writes the weights file. */
  static Path write(Path file) throws IOException {
    return write(file, recipe());
  }

  /** Writes the weights file with another recipe. */
  static Path write(Path file, Recipe recipe) throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      SafetensorsWriter.write(
          file,
          tensors(),
          Map.of(
              "format", "mugs-teacher-1",
              "program", "mugs-jvm 9",
              "pictures", "cats",
              "pictures_fingerprint", "f00d",
              "steps", "6",
              "recipe", recipe.toYaml()));
    }
    return file;
  }

  /**
   * Returns pixels and what the authors' program makes of them.
   *
   * @param side 32 or 48
   */
  static Answer answer(int side) throws IOException {
    Map<String, Tensor> recorded = read("authors-expected.safetensors");
    String suffix = side == SIZE ? "" : "." + side;
    return new Answer(
        recorded.getOrDefault("pixels" + suffix, new Tensor()),
        recorded.getOrDefault("tokens" + suffix, new Tensor()));
  }

  /**
   * A recorded answer.
   *
   * @param pixels {@code [2, 3, side, side]}
   * @param tokens {@code [2, 1 + patches, 24]}
   */
  record Answer(Tensor pixels, Tensor tokens) {}

  private static Map<String, Tensor> read(String name) throws IOException {
    try (SafetensorsReader reader =
        SafetensorsReader.open(
            Path.of(RecordedNetwork.class.getResource(FOLDER + name).getPath()))) {
      return reader.readAll();
    }
  }
}
