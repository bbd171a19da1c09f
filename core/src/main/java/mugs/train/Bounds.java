package mugs.train;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values a recipe key takes, as an interval: {@code [0, 1)} or, without an end, {@code [1, )}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Bounds {

  /** Square bracket: the end belongs to the interval. Round bracket: it does not. */
  String value();
}
