/** Threads, order and bounded batches: 8-bit crops become normalised floats. */
@NullMarked
package mugs.load;

import org.jspecify.annotations.NullMarked;
