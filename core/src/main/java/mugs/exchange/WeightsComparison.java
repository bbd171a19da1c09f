package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.engine.ElementType;
import mugs.engine.Engine;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What two files of weights have in common. Where both hold a network that can be brought in, its
 * tensors are compared under our names, whatever they are called in the files.
 *
 * @param ourNames whether they were compared under our names
 * @param missing names that the first file has and the second has not
 * @param leftOver names that the second file has and the first has not
 * @param otherShapes what differs in shape, or in being complex, in words, by name
 * @param differences of tensors that are in both, by name, in the first file's order
 */
public record WeightsComparison(
    boolean ourNames,
    List<String> missing,
    List<String> leftOver,
    Map<String, String> otherShapes,
    Map<String, Difference> differences) {
  private static final ForeignTensor NOTHING = new ForeignTensor(ElementType.U8, List.of(0L));

  /**
   * How far two tensors are apart.
   *
   * @param largest absolute difference of two values; infinite where one alone is no number
   * @param scale the largest absolute value of the first
   */
  public record Difference(double largest, double scale) {}

  /**
   * Compares two files, tensor by tensor.
   *
   * @throws UnusableWeightsException if one is no sound file of tensors
   * @throws IOException if one cannot be read
   */
  public static WeightsComparison of(Path first, Path second) throws IOException {
    Engine.start();
    try (ForeignFile one = ForeignFile.open(first);
        ForeignFile other = ForeignFile.open(second)) {
      Optional<Map<String, String>> here = ourNames(one);
      Optional<Map<String, String>> there = ourNames(other);
      boolean both = here.isPresent() && there.isPresent();
      Map<String, String> own = both ? here.get() : asTheyAre(one);
      Map<String, String> theirs = both ? there.get() : asTheyAre(other);
      WeightsComparison comparison =
          new WeightsComparison(
              both,
              new ArrayList<>(own.keySet()),
              new ArrayList<>(theirs.keySet()),
              new LinkedHashMap<>(),
              new LinkedHashMap<>());
      comparison.missing.removeAll(theirs.keySet());
      comparison.leftOver.removeAll(own.keySet());
      for (Map.Entry<String, String> entry : own.entrySet()) {
        String inOther = theirs.get(entry.getKey());
        if (inOther != null) {
          comparison.compare(entry.getKey(), one, entry.getValue(), other, inOther);
        }
      }
      return comparison;
    }
  }

  private static Optional<Map<String, String>> ourNames(ForeignFile file) {
    try {
      NetworkInFile network = NetworkInFile.find(file.tensors().keySet(), Optional.empty());
      BackboneNames names = BackboneNames.of(network);
      return names.scales().isEmpty() ? Optional.of(names.taken()) : Optional.empty();
    } catch (UnusableWeightsException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> asTheyAre(ForeignFile file) {
    Map<String, String> names = new LinkedHashMap<>();
    file.tensors().keySet().forEach(name -> names.put(name, name));
    return names;
  }

  private void compare(
      String name, ForeignFile one, String inOne, ForeignFile other, String inOther)
      throws IOException {
    ForeignTensor first = one.tensors().getOrDefault(inOne, NOTHING);
    ForeignTensor second = other.tensors().getOrDefault(inOther, NOTHING);
    if (!first.shape().equals(second.shape())) {
      otherShapes.put(name, "%s, then %s".formatted(first.shape(), second.shape()));
      return;
    }
    if (first.count() == 0) {
      differences.put(name, new Difference(0, 0));
      return;
    }
    try (Scope scope = Scope.withoutGradients()) {
      Tensor a = numbers(one.read(inOne), first.type());
      Tensor b = numbers(other.read(inOther), second.type());
      if (a.dim() != b.dim()) {
        otherShapes.put(name, "%s, then %s".formatted(first.type(), second.type()));
        return;
      }
      double largest = a.sub(b).abs().max().item_double();
      boolean same = a.eq(b).logical_or(a.isnan().logical_and(b.isnan())).all().item_bool();
      differences.put(
          name,
          new Difference(
              same ? 0 : Double.isNaN(largest) ? Double.POSITIVE_INFINITY : largest,
              a.abs().max().item_double()));
    }
  }

  /** Returns real numbers; of complex ones the two parts, as one more dimension. */
  private static Tensor numbers(Tensor tensor, ElementType type) {
    return (type == ElementType.C64 ? torch.view_as_real(tensor) : tensor).to(ScalarType.Double);
  }

  /** Returns whether both files have the same tensors with the same values. */
  public boolean equal() {
    return missing.isEmpty()
        && leftOver.isEmpty()
        && otherShapes.isEmpty()
        && differences.values().stream().allMatch(difference -> difference.largest() == 0);
  }

  /** Returns the tensor that differs most, if any is in both files. */
  public Optional<Map.Entry<String, Difference>> largest() {
    return differences.entrySet().stream()
        .max((a, b) -> Double.compare(a.getValue().largest(), b.getValue().largest()));
  }
}
