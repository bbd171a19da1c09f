package mugs.train;

import java.util.LinkedHashMap;
import java.util.Map;
import mugs.method.MugsNetwork;
import mugs.method.MugsSettings;
import mugs.method.MugsState;
import mugs.method.Role;
import org.bytedeco.pytorch.Tensor;

/** The names of the teacher's tensors in a weights file: its backbone's are those of timm. */
final class TeacherWeights {
  /** What stands before the teacher's names in a state. */
  static final String IN_STATE = "teacher.";

  private static final String BACKBONE = "backbone.";

  private TeacherWeights() {}

  /** Returns the teacher's tensors as a weights file names them. */
  static Map<String, Tensor> named(MugsState state) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    state.teacher().asMap().forEach((name, tensor) -> named.put(inFile(name), tensor));
    return named;
  }

  /**
   * Returns the tensors of a weights file as a state names them; one that the teacher of these
   * settings has not keeps its name, one that is missing is left to who reads the state.
   */
  static Map<String, Tensor> inState(MugsSettings settings, Map<String, Tensor> file) {
    Map<String, Tensor> left = new LinkedHashMap<>(file);
    Map<String, Tensor> named = new LinkedHashMap<>();
    MugsNetwork.specs(settings, Role.TEACHER)
        .forEach(
            spec -> {
              Tensor tensor = left.remove(inFile(spec.name()));
              if (tensor != null) {
                named.put(IN_STATE + spec.name(), tensor);
              }
            });
    left.forEach((name, tensor) -> named.put(IN_STATE + name, tensor));
    return named;
  }

  /** Returns tensors of a state as the network's parameters are named. */
  static Map<String, Tensor> withoutPrefix(Map<String, Tensor> inState) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    inState.forEach((name, tensor) -> named.put(name.substring(IN_STATE.length()), tensor));
    return named;
  }

  private static String inFile(String name) {
    return name.startsWith(BACKBONE) ? name.substring(BACKBONE.length()) : name;
  }
}
