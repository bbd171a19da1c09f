/**
 * Where pictures come from: stored bytes or raw pixels, in a stable order, with labels at several
 * levels.
 */
@NullMarked
package mugs.source;

import org.jspecify.annotations.NullMarked;
