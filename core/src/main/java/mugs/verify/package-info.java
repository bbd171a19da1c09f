/** Replays recorded answers and compares. */
@NullMarked
package mugs.verify;

import org.jspecify.annotations.NullMarked;
