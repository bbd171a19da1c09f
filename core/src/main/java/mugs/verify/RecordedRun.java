package mugs.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.method.MugsSettings;
import mugs.method.StepSettings;
import mugs.vit.VitSettings;

/**
 * A training run that another program recorded: its settings and, step by step, what its schedules
 * and losses were.
 *
 * @param folder with {@code run.json}, the inputs and the recorded tensors
 * @param settings of the method
 * @param steps in order
 * @param localCrops of an image
 */
record RecordedRun(Path folder, MugsSettings settings, List<Step> steps, int localCrops) {
  static final String FILE = "run.json";

  /**
   * A recorded step.
   *
   * @param settings what the schedules said
   * @param losses by name; {@code total} among them
   * @param largestGradientNorm before clipping
   */
  record Step(StepSettings settings, Map<String, Double> losses, double largestGradientNorm) {}

  static RecordedRun read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Fields root;
    try {
      root = new Fields(new ObjectMapper().readTree(file.toFile()), file);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no valid JSON: " + e.getOriginalMessage(), e);
    }
    if (root.number("drop_path") != 0) {
      throw new IOException(
          file + ": 'drop_path' is " + root.number("drop_path") + "; only runs without it replay");
    }
    Fields config = root.object("config");
    List<Step> steps = new ArrayList<>();
    for (JsonNode node : root.array("steps")) {
      steps.add(step(new Fields(node, file), config));
    }
    return new RecordedRun(folder, settings(root, config), steps, config.integer("local_crops"));
  }

  private static MugsSettings settings(Fields root, Fields config) throws IOException {
    List<Double> weights = config.numbers("weights");
    Fields temperature = root.object("temperature");
    Fields adamw = root.object("adamw");
    List<Double> betas = adamw.numbers("betas");
    return new MugsSettings(
        new VitSettings(
            config.integer("global_size"),
            config.integer("patch"),
            config.integer("embed_dim"),
            config.integer("depth"),
            config.integer("heads"),
            root.number("layer_norm_eps")),
        0,
        new MugsSettings.Heads(
            config.integer("hidden"),
            config.integer("pred_hidden"),
            config.integer("out_dim"),
            config.integer("group_hidden"),
            config.integer("bottleneck")),
        new MugsSettings.Instance(
            weights.get(0), temperature.number("instance"), config.integer("queue")),
        new MugsSettings.LocalGroup(
            weights.get(1),
            temperature.number("local_group"),
            config.integer("queue"),
            config.integer("memory"),
            config.integer("top_n")),
        new MugsSettings.Group(
            weights.get(2),
            temperature.number("student"),
            config.integer("prototypes"),
            root.number("centre_momentum"),
            config.bool("norm_last_layer")),
        new MugsSettings.Optimiser(
            betas.get(0), betas.get(1), adamw.number("eps"), config.number("large_lr_mult")));
  }

  private static Step step(Fields node, Fields config) throws IOException {
    StepSettings settings =
        new StepSettings(
            node.integer("step"),
            node.number("learning_rate"),
            node.number("weight_decay"),
            node.number("momentum"),
            node.number("teacher_temperature"),
            config.number("clip"),
            node.integer("epoch") < config.integer("freeze_epochs"));
    Map<String, Double> losses = new LinkedHashMap<>();
    for (String name : List.of("instance", "local_group", "group", "total")) {
      if (node.has(name)) {
        losses.put(name, node.number(name));
      }
    }
    return new Step(settings, losses, node.number("largest_gradient_norm"));
  }

  Path file(String name) {
    return folder.resolve(name + ".safetensors");
  }

  boolean has(String name) {
    return Files.isRegularFile(file(name));
  }

  /** Fields of a JSON object; what is missing or of another type is named with its file. */
  private record Fields(JsonNode node, Path file) {
    private JsonNode field(String name, boolean fits, String wanted) throws IOException {
      if (!fits) {
        throw new IOException(
            file + ": '" + name + "' must be " + wanted + ", not " + node.path(name));
      }
      return node.get(name);
    }

    boolean has(String name) {
      return node.has(name);
    }

    Fields object(String name) throws IOException {
      return new Fields(field(name, node.path(name).isObject(), "an object"), file);
    }

    JsonNode array(String name) throws IOException {
      return field(name, node.path(name).isArray(), "a list");
    }

    double number(String name) throws IOException {
      return field(name, node.path(name).isNumber(), "a number").doubleValue();
    }

    int integer(String name) throws IOException {
      return field(name, node.path(name).isInt(), "a whole number").intValue();
    }

    boolean bool(String name) throws IOException {
      return field(name, node.path(name).isBoolean(), "true or false").booleanValue();
    }

    List<Double> numbers(String name) throws IOException {
      List<Double> numbers = new ArrayList<>();
      for (JsonNode number : array(name)) {
        numbers.add(number.doubleValue());
      }
      return numbers;
    }
  }
}
