/**
 * Makes the resource of built-in emoji pictures when the project is built; no part of what a user
 * runs.
 */
@NullMarked
package mugs.emoji;

import org.jspecify.annotations.NullMarked;
