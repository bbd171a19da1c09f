package mugs.train;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A recipe key that decides how a run is carried out and not what comes out: a run may go on with
 * another value. What comes out is the same to the last bit, but for the roundings of another
 * device.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface ChangesNoResult {}
