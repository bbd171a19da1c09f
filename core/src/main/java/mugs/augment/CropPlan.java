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
}
