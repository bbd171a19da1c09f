/** Examples that the documents refer to; they use only what is public. */
@NullMarked
package mugs.example;

import org.jspecify.annotations.NullMarked;
