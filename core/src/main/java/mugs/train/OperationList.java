package mugs.train;

import java.util.List;
import mugs.augment.StrongOperation;

/**
 * Operations that RandAugment draws from. In a recipe they are written as {@code [invert, rotate]}.
 *
 * @param operations each once
 */
public record OperationList(List<StrongOperation> operations) {

  /** Copies the list. */
  public OperationList {
    operations = List.copyOf(operations);
  }
}
