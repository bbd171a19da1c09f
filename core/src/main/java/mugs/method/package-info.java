/** The three supervisions of Mugs, memory and queues, teacher and student, one training step. */
@NullMarked
package mugs.method;

import org.jspecify.annotations.NullMarked;
