package mugs.method;

import java.util.Optional;
import java.util.function.IntFunction;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.load.CropBatch;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds where a step that failed first met a value that is not finite, in the order in which a step
 * computes: its crops, what it reads, what the teacher makes of the crops, what the student does,
 * in the step's precision and with its drop path. Images are worked through one by one, so it needs
 * little memory.
 */
public final class NotFiniteSearch {
  /** What the teacher's crops are called, t0 and t1. */
  private static final String TEACHER = "t";

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
      StepContext context = step.context();
      Forward student = step.student();
      for (int image = 0; found.isEmpty() && image < crops.images(); image++) {
        found = ofImage(context, student, crops, image);
      }
      return found;
    }
  }

  private Optional<String> ofState() {
    return state.firstNotFinite().map(name -> name + " before the step");
  }

  private Optional<String> ofImage(
      StepContext context, Forward student, CropBatch crops, int image) {
    try (Scope scope = Scope.withoutGradients()) {
      long[] picture = {crops.pictures()[image]};
      Optional<String> found =
          look(
              context,
              context.teacher(),
              crops.teacher(image, 1),
              TEACHER,
              image,
              crop -> DropPath.NONE);
      if (found.isEmpty()) {
        found =
            look(
                context,
                student,
                crops.globals(image, 1),
                "s",
                image,
                crop -> context.dropPath(now.step(), picture, crop, 1));
      }
      if (found.isEmpty() && crops.localCrops() > 0) {
        found =
            look(
                context,
                student,
                crops.locals(image, 1),
                "l",
                image,
                crop -> context.dropPath(now.step(), picture, ViewGroup.FIRST_LOCAL + crop, 1));
      }
      return found;
    }
  }

  private Optional<String> look(
      StepContext context,
      Forward network,
      Tensor crops,
      String letter,
      int image,
      IntFunction<DropPath> drop) {
    boolean isTeacher = letter.equals(TEACHER);
    String who = isTeacher ? "teacher" : "student";
    for (int crop = 0; crop < crops.size(0); crop++) {
      try (Scope scope = Scope.withoutGradients()) {
        String where = "%s%d of image %d of the batch".formatted(letter, crop, image);
        Tensor pixels = crops.select(0, crop);
        if (!Tensors.isFinite(pixels)) {
          return Optional.of("the pixels of " + where);
        }
        Seen seen = context.see(network, pixels, drop.apply(crop));
        if (!Tensors.isFinite(seen.tokens())) {
          return Optional.of("the %s's tokens for %s".formatted(who, where));
        }
        for (Supervision supervision : step.supervisions()) {
          Tensor output = context.output(supervision, seen);
          if (!Tensors.isFinite(output)
              || (isTeacher && !Tensors.isFinite(supervision.targets(output, now)))) {
            return Optional.of(
                "the %s's %s output for %s".formatted(who, supervision.name(), where));
          }
        }
      }
    }
    return Optional.empty();
  }
}
