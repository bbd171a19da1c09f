/** Weights of other programs, read in and written. */
@NullMarked
package mugs.exchange;

import org.jspecify.annotations.NullMarked;
