/** Weights of other programs, read in. */
@NullMarked
package mugs.exchange;

import org.jspecify.annotations.NullMarked;
