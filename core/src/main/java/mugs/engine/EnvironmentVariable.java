package mugs.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Environment variables that must be set before the JVM starts.
 *
 * <p>The C library returns large blocks to the kernel at each free, and fetches them page by page
 * again; the three {@code MALLOC_} variables keep them. Their values are thresholds in bytes.
 */
enum EnvironmentVariable {
  MALLOC_ARENA_MAX("1"),
  MALLOC_MMAP_THRESHOLD_("4294967296"),
  MALLOC_TRIM_THRESHOLD_("8589934592"),
  MKL_DYNAMIC("FALSE"),
  OPENBLAS_NUM_THREADS("1");

  private final String value;

  EnvironmentVariable(String value) {
    this.value = value;
  }

  static Map<String, String> missing(Map<String, String> environment, boolean mkl) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (EnvironmentVariable variable : values()) {
      boolean wanted = variable != MKL_DYNAMIC || mkl;
      if (wanted && !environment.containsKey(variable.name())) {
        missing.put(variable.name(), variable.value);
      }
    }
    return missing;
  }
}
