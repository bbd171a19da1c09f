/** Crops of a picture and their random choices, one seeded generator a sample. */
@NullMarked
package mugs.augment;

import org.jspecify.annotations.NullMarked;
