/** Pictures in, vectors out. */
@NullMarked
package mugs.embed;

import org.jspecify.annotations.NullMarked;
