package mugs.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Which tensor is meant by a number in the authors' optimiser. It numbers them by group: those of
 * two or more dimensions, the patch embedding's weight, those of one dimension, its bias; in each
 * group in the student's order.
 */
final class CheckpointOptimiser {
  private static final String PATCHES = "backbone.patch_embed.proj.";
  private static final String MAGNITUDES = "group_head.last_layer.weight_g";

  private static final String STATE = "optimizer/state/";
  private static final long MOST_STEPS = 1_000_000_000;

  private CheckpointOptimiser() {}

  /**
   * Returns the numbers of the student's tensors.
   *
   * @param student shapes by name, in the checkpoint's order
   * @param values of the checkpoint, which tell how large its groups are
   * @throws UnusableWeightsException if they are not as large as the student makes them
   */
  static Map<String, Integer> numbers(
      Map<String, ForeignTensor> student, Map<String, Object> values)
      throws UnusableWeightsException {
    List<List<String>> groups =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    student.forEach(
        (name, tensor) -> {
          boolean flat = tensor.shape().size() < 2;
          groups.get((flat ? 2 : 0) + (name.startsWith(PATCHES) ? 1 : 0)).add(name);
        });
    // magnitudes that stay as they are were not given to the optimiser
    if (size(values, 0) == groups.get(0).size() - 1) {
      groups.get(0).remove(MAGNITUDES);
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int group = 0; group < groups.size(); group++) {
      if (size(values, group) != groups.get(group).size()) {
        throw new UnusableWeightsException(
            "its optimiser has %d tensors in group %d, its student %d: it was written by another version of the program"
                .formatted(size(values, group), group, groups.get(group).size()));
      }
      groups.get(group).forEach(name -> numbers.put(name, numbers.size()));
    }
    return numbers;
  }

  /**
   * Sees that an optimiser is AdamW, by its name in the checkpoint's options and by what it
   * remembers.
   *
   * @param names of all tensors and values of the checkpoint
   * @param values of the checkpoint
   * @throws UnusableWeightsException if it is another
   */
  static void check(Set<String> names, Map<String, Object> values) throws UnusableWeightsException {
    if (values.get("args/optimizer") instanceof String named && !named.equals("adamw")) {
      throw other(KnownCall.printable(named));
    }
    Set<String> remembered = new TreeSet<>();
    for (String name : names) {
      if (name.startsWith(STATE)) {
        remembered.add(name.substring(name.lastIndexOf('/') + 1));
      }
    }
    if (!remembered.isEmpty() && !remembered.containsAll(Set.of("exp_avg", "exp_avg_sq"))) {
      throw other("one that remembers " + KnownCall.printable(String.join(", ", remembered)));
    }
  }

  private static UnusableWeightsException other(String found) {
    return new UnusableWeightsException(
        "its optimiser is %s, and only AdamW can be gone on with: without --state its network can be brought in"
            .formatted(found));
  }

  /**
   * Returns how many steps a tensor has taken. PyTorch before 1.12 counts by a plain number.
   *
   * @param file of the checkpoint
   * @param number of the tensor
   * @return of shape [1]
   * @throws UnusableWeightsException if it is no count
   */
  static Tensor steps(ForeignFile file, int number) throws IOException {
    String name = STATE + number + "/step";
    ForeignTensor tensor = file.tensors().get(name);
    Tensor steps;
    if (tensor != null && tensor.count() == 1) {
      steps = file.read(name).reshape(1);
    } else if (file.values().get(name) instanceof Number count) {
      steps = Tensors.of(new float[] {count.floatValue()}, 1);
    } else {
      throw new UnusableWeightsException("'%s' is no single number".formatted(name));
    }
    double count = steps.item_double();
    if (!(count >= 0 && count <= MOST_STEPS)) {
      throw new UnusableWeightsException("its optimiser counts %.0f steps".formatted(count));
    }
    return steps;
  }

  private static long size(Map<String, Object> values, int group) {
    String prefix = "optimizer/param_groups/" + group + "/params/";
    return values.keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }
}
