package mugs.verify;

import java.util.List;
import java.util.Map;

/** One thing that was compared with what had been recorded. */
public sealed interface Check permits Comparison, OperationCheck, WeightsCheck, EvaluationCheck {

  /** Returns whether it is close enough. */
  boolean holds();

  /** Returns it as a line of a table, and further lines for what could not be compared. */
  List<String> lines();

  /** Returns it for machines: keys in camel case; values are numbers, texts, lists or maps. */
  Map<String, Object> fields();
}
