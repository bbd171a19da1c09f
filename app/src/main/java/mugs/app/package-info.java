/** The command line. */
@NullMarked
package mugs.app;

import org.jspecify.annotations.NullMarked;
