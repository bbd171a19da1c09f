package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import mugs.engine.ElementType;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.train.ImportedRun;
import mugs.train.Recipe;
import mugs.train.RunFolder;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/**
 * A training checkpoint of Mugs' authors, to go on from: both networks with their heads, queues,
 * memories, centre and what the optimiser remembers.
 *
 * <p>Their queues lie as {@code [width, entries]}. Of a memory's three copies the one whose rows
 * are handed on is taken ({@code queue_k}). The optimiser numbers its tensors by group: those of
 * two or more dimensions, the patch embedding's weight, those of one dimension, its bias; in each
 * group in the student's order.
 */
public final class TrainingCheckpoint {
  private static final ForeignTensor NOTHING = new ForeignTensor(ElementType.F32, List.of(0L));

  private final ForeignFile file;
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private final Map<String, Long> sizes = new LinkedHashMap<>();

  private TrainingCheckpoint(ForeignFile file) {
    this.file = file;
  }

  /**
   * What became of a checkpoint.
   *
   * @param recipe that the run goes on with
   * @param steps done
   * @param tensors of the state
   */
  public record Imported(Recipe recipe, long steps, int tensors) {}

  /**
   * What a run that goes on needs beside the checkpoint.
   *
   * @param network heads and epsilon of the backbone
   * @param recipe for what the checkpoint does not tell: a built-in one or a file
   * @param assignments to it, which win over what the checkpoint tells
   * @param steps done; without them as many as the optimiser counted
   */
  public record Continuation(
      ImportOptions network, String recipe, List<String> assignments, OptionalLong steps) {

    /** Copies the assignments. */
    public Continuation {
      assignments = List.copyOf(assignments);
    }
  }

  /**
   * Makes a checkpoint into the folder of a run that can be resumed.
   *
   * @param path of the checkpoint
   * @param wanted what it does not tell
   * @param folder of the run, empty
   * @throws UnusableWeightsException if it is no such checkpoint, or not whole
   * @throws mugs.train.RecipeException if its sizes and the recipe do not go together
   * @throws mugs.vit.ParameterMismatchException if its parameters are not those of its sizes
   * @throws IOException if something cannot be read or written
   */
  public static Imported toRun(Path path, Continuation wanted, RunFolder folder)
      throws IOException {
    Engine.start();
    try (ForeignFile file = ForeignFile.open(path);
        Scope scope = Scope.withoutGradients()) {
      return new TrainingCheckpoint(file).to(folder, wanted, path);
    }
  }

  private Imported to(RunFolder folder, Continuation wanted, Path path) throws IOException {
    Recipe recipe;
    long steps;
    try {
      NetworkInFile student = network("student");
      NetworkInFile teacher = network("teacher");
      VitSettings vit = sizes(student, wanted.network());
      long counted = optimiser(student);
      steps = wanted.steps().orElse(counted);
      buffers(vit);
      put("student.", student);
      put("teacher.", teacher);
      List<String> assignments =
          CheckpointRecipe.of(vit, sizes, file.values(), Recipe.load(wanted.recipe()));
      assignments.addAll(wanted.assignments());
      recipe = Recipe.load(wanted.recipe(), assignments.toArray(String[]::new));
    } catch (UnusableWeightsException e) {
      throw e.in(path);
    }
    ImportedRun.write(folder, recipe, state, steps, "a training checkpoint of Mugs: " + path);
    return new Imported(recipe, steps, state.size());
  }

  private NetworkInFile network(String role) throws UnusableWeightsException {
    if (file.tensors().keySet().stream().noneMatch(name -> name.startsWith(role + "/"))) {
      throw new UnusableWeightsException(
          "it is no training checkpoint of Mugs' authors, as it holds no '%s': without --state its network can be brought in"
              .formatted(role));
    }
    return NetworkInFile.find(file.tensors().keySet(), Optional.of(role));
  }

  private VitSettings sizes(NetworkInFile student, ImportOptions options)
      throws UnusableWeightsException {
    Map<String, ForeignTensor> own = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : BackboneNames.of(student).taken().entrySet()) {
      own.put(entry.getKey(), tensor(entry.getValue()));
    }
    VitSettings vit = BackboneShape.of(own, options);
    sizes.putAll(HeadShape.of(own, vit.width()));
    for (String head : List.of("instance_head", "local_group_head")) {
      String predictor = student.heads().get(head + ".predictor.0.weight");
      if (predictor != null) {
        sizes.put("heads.predictor-hidden", size(predictor, 0));
      }
    }
    return vit;
  }

  private ForeignTensor tensor(String name) throws UnusableWeightsException {
    ForeignTensor tensor = file.tensors().get(name);
    if (tensor == null) {
      throw new UnusableWeightsException(
          "it lacks '%s', which a training checkpoint of Mugs has: without --state its network can be brought in"
              .formatted(name));
    }
    return tensor;
  }

  private void put(String prefix, NetworkInFile network) throws IOException {
    for (Map.Entry<String, String> entry : inOrder(network).entrySet()) {
      state.put(prefix + entry.getKey(), file.read(entry.getValue()));
    }
  }

  /** The names of a network's parameters, as the checkpoint orders them. */
  private Map<String, String> inOrder(NetworkInFile network) {
    Map<String, String> own = new LinkedHashMap<>();
    network.backbone().forEach((name, inFile) -> own.put(inFile, "backbone." + name));
    network.heads().forEach((name, inFile) -> own.put(inFile, name));
    Map<String, String> ordered = new LinkedHashMap<>();
    for (String inFile : file.tensors().keySet()) {
      String name = own.get(inFile);
      if (name != null) {
        ordered.put(name, inFile);
      }
    }
    return ordered;
  }

  private void buffers(VitSettings vit) throws IOException {
    long rows = size("student_mem/block.queue_k", 0);
    sizes.put("supervision.local-group.memory", rows);
    for (String role : List.of("student", "teacher")) {
      String memory = role + "_mem/block.queue_";
      checkShape(memory + "k", List.of(rows, (long) vit.width()));
      state.put(role + "_memory", file.read(memory + "k"));
      state.put(role + "_memory.pointer", number(memory + "ptr"));
    }
    queue("instance");
    queue("local-group");
    String centre = "group-sup./center";
    long prototypes = sizes.getOrDefault("supervision.group.prototypes", size(centre, 1));
    checkShape(centre, List.of(1L, prototypes));
    sizes.put("supervision.group.prototypes", prototypes);
    state.put("centre", file.read(centre));
  }

  private void queue(String supervision) throws IOException {
    String queue = supervision + "-sup./queue";
    if (!file.tensors().containsKey(queue)) {
      sizes.put("supervision." + supervision + ".weight", 0L);
      return;
    }
    long rows = size(queue, 1);
    checkShape(queue, List.of(sizes.getOrDefault("heads.output", 0L), rows));
    sizes.put("supervision." + supervision + ".queue", rows);
    String own = supervision.replace('-', '_') + "_queue";
    state.put(own, file.read(queue).transpose(0, 1).contiguous());
    state.put(own + ".pointer", number(queue + "_ptr"));
  }

  private long size(String name, int dimension) throws UnusableWeightsException {
    List<Long> shape = tensor(name).shape();
    if (shape.size() != 2 || shape.get(dimension) < 1) {
      throw new UnusableWeightsException(
          "'%s' has shape %s, which is no list of features".formatted(name, shape));
    }
    return shape.get(dimension);
  }

  private void checkShape(String name, List<Long> wanted) throws UnusableWeightsException {
    if (!tensor(name).shape().equals(wanted)) {
      throw new UnusableWeightsException(
          "'%s' has shape %s, not %s".formatted(name, tensor(name).shape(), wanted));
    }
  }

  private Tensor number(String name) throws IOException {
    if (tensor(name).count() != 1) {
      throw new UnusableWeightsException("'%s' is no single number".formatted(name));
    }
    return file.read(name).reshape(1);
  }

  /** Puts what the optimiser remembers, and returns the most steps that a tensor has taken. */
  private long optimiser(NetworkInFile student) throws IOException {
    Map<String, ForeignTensor> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : inOrder(student).entrySet()) {
      parameters.put(entry.getKey(), tensor(entry.getValue()));
    }
    Set<String> names = new HashSet<>(file.tensors().keySet());
    names.addAll(file.values().keySet());
    CheckpointOptimiser.check(names, file.values());
    double most = 0;
    for (Map.Entry<String, Integer> entry :
        CheckpointOptimiser.numbers(parameters, file.values()).entrySet()) {
      String remembered = "optimizer/state/" + entry.getValue() + "/";
      String name = entry.getKey();
      if (!file.tensors().containsKey(remembered + "exp_avg")) {
        continue; // a tensor that never had a gradient
      }
      for (String moment : List.of("exp_avg", "exp_avg_sq")) {
        checkShape(remembered + moment, parameters.getOrDefault(name, NOTHING).shape());
      }
      state.put("optimizer.first_moment." + name, file.read(remembered + "exp_avg"));
      state.put("optimizer.second_moment." + name, file.read(remembered + "exp_avg_sq"));
      Tensor steps = CheckpointOptimiser.steps(file, entry.getValue());
      state.put("optimizer.step." + name, steps);
      most = Math.max(most, steps.item_double());
    }
    return (long) most;
  }
}
