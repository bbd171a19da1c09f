package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  private static final String PATCHES = "backbone.patch_embed.proj.";
  private static final String MAGNITUDES = "group_head.last_layer.weight_g";

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
      buffers();
      put("student.", student);
      put("teacher.", teacher);
      List<String> assignments = CheckpointRecipe.of(vit, sizes, file.values());
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
        sizes.put("heads.predictor-hidden", tensor(predictor).shape().get(0));
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

  private void buffers() throws IOException {
    for (String role : List.of("student", "teacher")) {
      String memory = role + "_mem/block.queue_";
      sizes.put("supervision.local-group.memory", rows(memory + "k", 0));
      state.put(role + "_memory", file.read(memory + "k"));
      state.put(role + "_memory.pointer", pointer(memory + "ptr"));
    }
    queue("instance");
    queue("local-group");
    if (file.tensors().containsKey("group-sup./center")) {
      state.put("centre", file.read("group-sup./center"));
    } else {
      throw new UnusableWeightsException("it lacks 'group-sup./center', the centre");
    }
  }

  private void queue(String supervision) throws IOException {
    String queue = supervision + "-sup./queue";
    if (!file.tensors().containsKey(queue)) {
      sizes.put("supervision." + supervision + ".weight", 0L);
      return;
    }
    sizes.put("supervision." + supervision + ".queue", rows(queue, 1));
    String own = supervision.replace('-', '_') + "_queue";
    state.put(own, file.read(queue).transpose(0, 1).contiguous());
    state.put(own + ".pointer", pointer(queue + "_ptr"));
  }

  private long rows(String name, int dimension) throws UnusableWeightsException {
    List<Long> shape = tensor(name).shape();
    if (shape.size() != 2 || shape.get(dimension) < 1) {
      throw new UnusableWeightsException(
          "'%s' has shape %s, which is no list of features".formatted(name, shape));
    }
    return shape.get(dimension);
  }

  private Tensor pointer(String name) throws IOException {
    if (tensor(name).count() != 1) {
      throw new UnusableWeightsException("'%s' is no single number".formatted(name));
    }
    return file.read(name).reshape(1);
  }

  /** Puts what the optimiser remembers, and returns the most steps that a tensor has taken. */
  private long optimiser(NetworkInFile student) throws IOException {
    List<String> order = optimiserOrder(student);
    double most = 0;
    for (int i = 0; i < order.size(); i++) {
      String remembered = "optimizer/state/" + i + "/";
      if (!file.tensors().containsKey(remembered + "exp_avg")) {
        continue; // a tensor that never had a gradient
      }
      String name = order.get(i);
      List<Long> shape = tensor(inOrder(student).getOrDefault(name, "")).shape();
      for (String moment : List.of("exp_avg", "exp_avg_sq")) {
        if (!tensor(remembered + moment).shape().equals(shape)) {
          throw new UnusableWeightsException(
              "'%s' has shape %s, but '%s', whose it is, has %s"
                  .formatted(
                      remembered + moment, tensor(remembered + moment).shape(), name, shape));
        }
      }
      state.put("optimizer.first_moment." + name, file.read(remembered + "exp_avg"));
      state.put("optimizer.second_moment." + name, file.read(remembered + "exp_avg_sq"));
      Tensor steps = pointer(remembered + "step");
      state.put("optimizer.step." + name, steps);
      most = Math.max(most, steps.item_double());
    }
    return (long) most;
  }

  private List<String> optimiserOrder(NetworkInFile student) throws UnusableWeightsException {
    List<List<String>> groups =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, String> inOrder = inOrder(student);
    for (Map.Entry<String, String> entry : inOrder.entrySet()) {
      boolean flat = tensor(entry.getValue()).shape().size() < 2;
      int group = (flat ? 2 : 0) + (entry.getKey().startsWith(PATCHES) ? 1 : 0);
      groups.get(group).add(entry.getKey());
    }
    // magnitudes that stay as they are were not given to the optimiser
    long given = parameters(0);
    if (given > 0 && given == groups.get(0).size() - 1) {
      groups.get(0).remove(MAGNITUDES);
    }
    for (int group = 0; group < groups.size(); group++) {
      if (parameters(group) != groups.get(group).size()) {
        throw new UnusableWeightsException(
            "its optimiser has %d tensors in group %d, its student %d: it was written by another version of the program"
                .formatted(parameters(group), group, groups.get(group).size()));
      }
    }
    return groups.stream().flatMap(List::stream).toList();
  }

  private long parameters(int group) {
    String prefix = "optimizer/param_groups/" + group + "/params/";
    return file.values().keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }
}
