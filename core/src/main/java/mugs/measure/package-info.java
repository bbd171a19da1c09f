/** Figures from features and labels. */
@NullMarked
package mugs.measure;

import org.jspecify.annotations.NullMarked;
