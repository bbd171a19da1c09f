package mugs.augment;

import java.util.List;
import java.util.Optional;
import mugs.image.Framing.Box;
import mugs.image.Operation;

/**
 * Everything that was drawn for one square crop, before any pixel is touched.
 *
 * <p>Of a weakly augmented crop the box is cut out and resized first, mirrored, and then changed.
 * Of a strongly augmented one the whole picture is mirrored and changed first, and the box is cut
 * out of what came of it and resized.
 *
 * @param strong whether it is strongly augmented
 * @param size of the crop's sides, in pixels
 * @param box the part of the picture that it shows
 * @param mirrored whether left and right are swapped
 * @param operations in the order in which they are done
 * @param erasing the box to overwrite with noise once the pixels are floats
 */
public record CropPlan(
    boolean strong,
    int size,
    Box box,
    boolean mirrored,
    List<Operation> operations,
    Optional<Erasing> erasing) {

  /** Copies the list. */
  public CropPlan {
    operations = List.copyOf(operations);
  }

  /** Returns whether the picture may be decoded with its sides divided by some number. */
  boolean bears(int divisor) {
    boolean neighbours =
        strong
            && operations.stream()
                .anyMatch(
                    operation ->
                        operation instanceof Operation.Sharpness
                            || operation instanceof Operation.GaussianBlur);
    return !neighbours && Math.min(box.width(), box.height()) >= (long) size * divisor;
  }

  /** Returns the plan for the same picture decoded smaller. */
  CropPlan reduced(int divisor, int width, int height) {
    int left = divided(box.left(), divisor, width);
    int top = divided(box.top(), divisor, height);
    int right = divided(box.left() + box.width(), divisor, width);
    int bottom = divided(box.top() + box.height(), divisor, height);
    return new CropPlan(
        strong,
        size,
        new Box(left, top, right - left, bottom - top),
        mirrored,
        strong ? operations.stream().map(each -> reduced(each, divisor)).toList() : operations,
        erasing);
  }

  private static int divided(int place, int divisor, int most) {
    return Math.min(most, Math.round((float) place / divisor));
  }

  private static Operation reduced(Operation operation, int divisor) {
    if (operation instanceof Operation.TranslateX shift) {
      return new Operation.TranslateX(shift.pixels() / divisor, shift.style());
    } else if (operation instanceof Operation.TranslateY shift) {
      return new Operation.TranslateY(shift.pixels() / divisor, shift.style());
    }
    return operation;
  }
}
