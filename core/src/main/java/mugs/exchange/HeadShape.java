package mugs.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the widths of Mugs' heads off the shapes of their tensors. */
final class HeadShape {
  private final Map<String, ForeignTensor> tensors;
  private final Map<String, Long> sizes = new LinkedHashMap<>();

  private HeadShape(Map<String, ForeignTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Returns the recipe's keys of the heads that are there, with their values.
   *
   * @param tensors by our names
   * @param width of the backbone's tokens
   * @throws UnusableWeightsException if a head is there in part, or its tensors do not fit together
   */
  static Map<String, Long> of(Map<String, ForeignTensor> tensors, long width)
      throws UnusableWeightsException {
    HeadShape heads = new HeadShape(tensors);
    for (String head : List.of("instance_head", "local_group_head")) {
      if (heads.has(head)) {
        heads.projector(head, width, "heads.hidden", "heads.output");
      }
    }
    if (heads.has("group_head")) {
      heads.projector("group_head", width, "heads.group-hidden", "heads.bottleneck");
      heads.prototypes();
    }
    return heads.sizes;
  }

  private boolean has(String head) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(head + "."));
  }

  private void projector(String head, long width, String hiddenKey, String outputKey)
      throws UnusableWeightsException {
    String prefix = head + ".projector.";
    long hidden = size(hiddenKey, prefix + "0.weight", 0);
    long output = size(outputKey, prefix + "4.weight", 0);
    check(prefix + "0.weight", List.of(hidden, width));
    check(prefix + "2.weight", List.of(hidden, hidden));
    check(prefix + "4.weight", List.of(output, hidden));
    if (head.equals("group_head")) {
      check(prefix + "0.bias", List.of(hidden));
      check(prefix + "2.bias", List.of(hidden));
      check(prefix + "4.bias", List.of(output));
    }
  }

  private void prototypes() throws UnusableWeightsException {
    String directions = "group_head.last_layer.weight_v";
    long prototypes = size("supervision.group.prototypes", directions, 0);
    check(directions, List.of(prototypes, sizes.getOrDefault("heads.bottleneck", 0L)));
    check("group_head.last_layer.weight_g", List.of(prototypes, 1L));
  }

  private long size(String key, String name, int index) throws UnusableWeightsException {
    List<Long> shape = shape(name);
    long size = shape.size() > index ? shape.get(index) : 0;
    Long before = sizes.putIfAbsent(key, size);
    if (before != null && before != size) {
      throw new UnusableWeightsException(
          "its heads of instance and local group have different widths: %s is %d and %d"
              .formatted(key, before, size));
    }
    return size;
  }

  private List<Long> shape(String name) throws UnusableWeightsException {
    ForeignTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UnusableWeightsException("a head of it is there in part: it lacks '" + name + "'");
    }
    return tensor.shape();
  }

  private void check(String name, List<Long> wanted) throws UnusableWeightsException {
    if (!shape(name).equals(wanted)) {
      throw new UnusableWeightsException(
          "'%s' has shape %s, not %s".formatted(name, shape(name), wanted));
    }
  }
}
