/** A run as one page that needs nothing but itself: figures, curves and pictures. */
@NullMarked
package mugs.app.report;

import org.jspecify.annotations.NullMarked;
