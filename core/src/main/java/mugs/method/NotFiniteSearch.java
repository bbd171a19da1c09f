package mugs.method;

import java.util.Map;
import java.util.Optional;
import mugs.engine.Scope;
import mugs.load.CropBatch;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds where a step that failed first met a value that is not finite, in the order in which a step
 * computes: its crops, what it reads, what the teacher makes of the crops, what the student does.
 * Images are worked through one by one, so it needs little memory.
 */
public final class NotFiniteSearch {
  private final MugsState state;
  private final MugsStep step;
  private final StepSettings now;

  /**
   * Prepares a search.
   *
   * @param state as it stood before the step
   * @param step of the method
   * @param now what the schedules said of the step
   */
  public NotFiniteSearch(MugsState state, MugsStep step, StepSettings now) {
    this.state = state;
    this.step = step;
    this.now = now;
  }

  /**
   * Returns the first tensor that is not finite, in words; nothing if it only shows in sums or
   * gradients.
   *
   * @param crops of the step
   */
  public Optional<String> first(CropBatch crops) {
    try (Scope scope = Scope.withoutGradients()) {
      Optional<String> found = ofState();
      for (int image = 0; found.isEmpty() && image < crops.images(); image++) {
        found = ofImage(crops, image);
      }
      return found;
    }
  }

  private Optional<String> ofState() {
    for (Map.Entry<String, Tensor> entry : state.tensors().entrySet()) {
      if (entry.getValue().is_floating_point() && !isFinite(entry.getValue())) {
        return Optional.of(entry.getKey() + " before the step");
      }
    }
    return Optional.empty();
  }

  private Optional<String> ofImage(CropBatch crops, int image) {
    Optional<String> found = look("teacher", step.teacher(), crops.teacher(image, 1), "t", image);
    if (found.isEmpty()) {
      found = look("student", step.student(), crops.globals(image, 1), "s", image);
    }
    if (found.isEmpty() && crops.localCrops() > 0) {
      found = look("student", step.student(), crops.locals(image, 1), "l", image);
    }
    return found;
  }

  private Optional<String> look(
      String who, Forward network, Tensor crops, String letter, int image) {
    for (int crop = 0; crop < crops.size(0); crop++) {
      try (Scope scope = Scope.withoutGradients()) {
        String where = "%s%d of image %d of the batch".formatted(letter, crop, image);
        Tensor pixels = crops.select(0, crop);
        if (!isFinite(pixels)) {
          return Optional.of("the pixels of " + where);
        }
        Seen seen = network.see(pixels, DropPath.NONE);
        if (!isFinite(seen.tokens())) {
          return Optional.of("the %s's tokens for %s".formatted(who, where));
        }
        for (Supervision supervision : step.supervisions()) {
          Tensor output = supervision.output(seen);
          if (!isFinite(output)
              || (who.equals("teacher") && !isFinite(supervision.targets(output, now)))) {
            return Optional.of(
                "the %s's %s output for %s".formatted(who, supervision.name(), where));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFinite(Tensor tensor) {
    return tensor.numel() == 0 || tensor.isfinite().all().item_bool();
  }
}
