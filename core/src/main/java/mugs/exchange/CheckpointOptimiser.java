package mugs.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tensor is meant by a number in the authors' optimiser. It numbers them by group: those of
 * two or more dimensions, the patch embedding's weight, those of one dimension, its bias; in each
 * group in the student's order.
 */
final class CheckpointOptimiser {
  private static final String PATCHES = "backbone.patch_embed.proj.";
  private static final String MAGNITUDES = "group_head.last_layer.weight_g";

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

  private static long size(Map<String, Object> values, int group) {
    String prefix = "optimizer/param_groups/" + group + "/params/";
    return values.keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }
}
