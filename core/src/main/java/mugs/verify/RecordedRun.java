package mugs.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mugs.method.MugsSettings;
import mugs.method.StepSettings;
import mugs.vit.VitSettings;

/**
 * A training run that another program recorded: its settings and, step by step, what its schedules
 * and losses were.
 *
 * @param folder with {@code run.json}, the inputs and the recorded tensors
 * @param settings of the method
 * @param schedules as its settings give them
 * @param steps in order
 * @param localCrops of an image
 */
record RecordedRun(
    Path folder, MugsSettings settings, RunSchedules schedules, List<Step> steps, int localCrops) {
  static final String FILE = "run.json";
  static final String FEATURES = "step-00-features";
  static final String GRADIENTS = "step-00-gradients";
  static final String CLIPPED = "step-00-gradients-clipped";

  private static final String SUFFIX = ".safetensors";

  /** Returns the name of the state after so many steps. */
  static String after(int steps) {
    return String.format(Locale.ROOT, "after-%02d", steps);
  }

  /**
   * A recorded step.
   *
   * @param settings what the schedules said
   * @param losses by name; {@code total} among them
   * @param largestGradientNorm before clipping
   */
  record Step(StepSettings settings, Map<String, Double> losses, double largestGradientNorm) {}

  /**
   * Reads a run's settings and sees that its files are there.
   *
   * @throws IOException if something is missing or makes no sense; the message names it
   */
  static RecordedRun read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    JsonFields root = JsonFields.read(file);
    if (root.number("drop_path") != 0) {
      throw new IOException(
          file + ": 'drop_path' is " + root.number("drop_path") + "; only runs without it replay");
    }
    JsonFields config = root.object("config");
    List<Step> steps = new ArrayList<>();
    for (JsonNode node : root.array("steps")) {
      steps.add(step(new JsonFields(node, root.place()), config));
    }
    if (steps.isEmpty()) {
      throw new IOException(file + ": 'steps' is empty; there is nothing to replay");
    }
    try {
      RecordedRun run =
          new RecordedRun(
              folder,
              settings(root, config),
              RunSchedules.of(config),
              steps,
              config.integer("local_crops"));
      run.checkFiles();
      return run;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private void checkFiles() throws IOException {
    List<String> names =
        new ArrayList<>(List.of("inputs", "initial", FEATURES, GRADIENTS, CLIPPED));
    IntStream.of(1, 2, steps.size())
        .filter(count -> count <= steps.size())
        .distinct()
        .forEach(count -> names.add(after(count)));
    names.removeIf(this::has);
    if (!names.isEmpty()) {
      throw new IOException(
          names.stream()
              .map(name -> name + SUFFIX)
              .collect(
                  Collectors.joining(
                      ", ", folder + " is not a whole recorded run: it lacks ", "")));
    }
  }

  private static MugsSettings settings(JsonFields root, JsonFields config) throws IOException {
    List<Double> weights = config.numbers("weights", 3);
    JsonFields temperature = root.object("temperature");
    JsonFields adamw = root.object("adamw");
    List<Double> betas = adamw.numbers("betas", 2);
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

  private static Step step(JsonFields node, JsonFields config) throws IOException {
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
    return folder.resolve(name + SUFFIX);
  }

  boolean has(String name) {
    return Files.isRegularFile(file(name));
  }
}
