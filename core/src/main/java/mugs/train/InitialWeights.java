package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.embed.WeightsFile;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.method.MugsNetwork;
import mugs.method.MugsState;
import mugs.method.Role;
import mugs.vit.ParameterMismatchException;
import mugs.vit.ParameterSpec;
import mugs.vit.VisionTransformer;
import org.bytedeco.pytorch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a weights file in the place of random start values: the backbone whole, its positions fitted
 * to the size of the pictures; the relation block and each head where all of it is there and fits.
 */
final class InitialWeights {
  private static final Logger LOG = LoggerFactory.getLogger(InitialWeights.class);
  private static final String BACKBONE = "backbone";

  /** Where the width differs every tensor does: a few tell as much. */
  private static final int MOST_NAMED = 4;

  private static final String POSITIONS = "backbone.pos_embed";

  private final Path file;
  private final MugsState state;
  private final Map<String, Tensor> found;

  private InitialWeights(Path file, MugsState state, Map<String, Tensor> found) {
    this.file = file;
    this.state = state;
    this.found = found;
  }

  /**
   * Overwrites the start values of student and teacher.
   *
   * @param state before the first step
   * @param recipe of the run
   * @param file of weights
   * @throws IOException if the file cannot be read, or holds values that are not finite
   * @throws ParameterMismatchException if its backbone is not the recipe's, by its tensors or by
   *     what the file tells of it
   */
  static void into(MugsState state, Recipe recipe, Path file) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(file)) {
      Map<String, Tensor> stored = reader.readAll();
      checkFinite(stored, file);
      Map<String, Tensor> named =
          TeacherWeights.withoutPrefix(TeacherWeights.inState(recipe.method(), stored));
      InitialWeights weights = new InitialWeights(file, state, named);
      weights.checkThere(parts(recipe));
      InitialDescription.check(reader.metadata(), recipe, file).forEach(LOG::warn);
      weights.copy(parts(recipe), recipe.vit().grid());
    }
  }

  private static void checkFinite(Map<String, Tensor> stored, Path file) throws IOException {
    for (Map.Entry<String, Tensor> entry : stored.entrySet()) {
      if (!Tensors.isFinite(entry.getValue())) {
        throw new IOException(
            "%s holds weights that are not finite, the first in %s: give those of an earlier checkpoint or another run"
                .formatted(file, entry.getKey()));
      }
    }
  }

  /** The teacher's parameters by part, the backbone first. */
  private static Map<String, List<ParameterSpec>> parts(Recipe recipe) {
    Map<String, List<ParameterSpec>> parts = new LinkedHashMap<>();
    for (ParameterSpec spec : MugsNetwork.specs(recipe.method(), Role.TEACHER)) {
      parts.computeIfAbsent(MugsNetwork.part(spec), unseen -> new ArrayList<>()).add(spec);
    }
    return parts;
  }

  private void checkThere(Map<String, List<ParameterSpec>> parts) {
    if (parts.getOrDefault(BACKBONE, List.of()).stream()
        .noneMatch(spec -> found.containsKey(spec.name()))) {
      throw new ParameterMismatchException(
          file
              + " holds no backbone, none of its tensors is there: give the weights of a teacher, "
              + WeightsFile.NAME);
    }
  }

  private void copy(Map<String, List<ParameterSpec>> parts, int grid) {
    Map<String, Tensor> stored = Map.copyOf(found); // positions as they are in the file
    Tensor positions = found.get(POSITIONS);
    if (positions != null && VisionTransformer.isSquareGrid(positions)) {
      found.put(POSITIONS, VisionTransformer.fittedPositions(positions, grid));
    }
    List<String> taken = new ArrayList<>();
    List<String> anew = new ArrayList<>();
    parts.forEach(
        (part, specs) -> {
          List<String> wrong =
              specs.stream().filter(spec -> !fits(spec)).map(spec -> why(spec, stored)).toList();
          if (wrong.isEmpty()) {
            specs.forEach(this::put);
            taken.add(part);
          } else if (part.equals(BACKBONE)) {
            throw new ParameterMismatchException(
                "the backbone in %s is not that of the recipe: %s".formatted(file, first(wrong)));
          } else {
            anew.add(part);
          }
        });
    LOG.info(
        "A new run begins with {} of {}{}",
        String.join(", ", taken),
        file,
        anew.isEmpty() ? "" : "; with random values begin " + String.join(", ", anew));
  }

  private static String first(List<String> wrong) {
    int more = wrong.size() - MOST_NAMED;
    return String.join("; ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "")
        + ": give the recipe the sizes of the weights";
  }

  private boolean fits(ParameterSpec spec) {
    Tensor tensor = found.get(spec.name());
    return tensor != null && Arrays.equals(Tensors.shape(tensor), spec.shape());
  }

  private static String why(ParameterSpec spec, Map<String, Tensor> stored) {
    Tensor tensor = stored.get(spec.name());
    return tensor == null
        ? "missing " + spec.name()
        : "%s is %s, not %s"
            .formatted(
                spec.name(), Arrays.toString(Tensors.shape(tensor)), Arrays.toString(spec.shape()));
  }

  private void put(ParameterSpec spec) {
    Tensor tensor = found.get(spec.name());
    if (tensor != null) {
      state.student().get(spec.name()).copy_(tensor);
      state.teacher().get(spec.name()).copy_(tensor);
    }
  }
}
