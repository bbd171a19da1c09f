/** Vectors as Parquet files. */
@NullMarked
package mugs.parquet;

import org.jspecify.annotations.NullMarked;
