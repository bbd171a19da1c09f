/** Recipes, schedules, the training loop, events and weights. */
@NullMarked
package mugs.train;

import org.jspecify.annotations.NullMarked;
