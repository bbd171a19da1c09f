/**
 * Start of libtorch, threads, memory scopes, precision, kernels behind the dispatcher, safetensors.
 */
@NullMarked
package mugs.engine;

import org.jspecify.annotations.NullMarked;
