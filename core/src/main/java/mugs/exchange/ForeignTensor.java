package mugs.exchange;

import java.util.List;
import mugs.engine.ElementType;

/**
 * What a file says of one of its tensors.
 *
 * @param type of its elements
 * @param shape sizes, outermost first
 */
public record ForeignTensor(ElementType type, List<Long> shape) {

  /** Copies the shape. */
  public ForeignTensor {
    shape = List.copyOf(shape);
  }

  /** Returns how many values it has. */
  public long count() {
    return ArrayBounds.count(shape.stream().mapToLong(Long::longValue).toArray());
  }

  /** Returns how many bytes they take. */
  public long bytes() {
    return Math.multiplyExact(count(), (long) type.bytes());
  }
}
