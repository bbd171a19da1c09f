/** The vision transformer, its blocks, and the multi-layer perceptrons of the heads. */
@NullMarked
package mugs.vit;

import org.jspecify.annotations.NullMarked;
