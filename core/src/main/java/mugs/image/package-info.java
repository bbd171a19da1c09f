/** Decodes, resamples and recolours 8-bit pictures. */
@NullMarked
package mugs.image;

import org.jspecify.annotations.NullMarked;
