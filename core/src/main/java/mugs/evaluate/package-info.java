/** Evaluation protocols. */
@NullMarked
package mugs.evaluate;

import org.jspecify.annotations.NullMarked;
