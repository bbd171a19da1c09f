/** Weights of other programs, read in; weights for other programs, written. */
@NullMarked
package mugs.exchange;

import org.jspecify.annotations.NullMarked;
