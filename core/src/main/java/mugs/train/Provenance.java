package mugs.train;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mugs.engine.Engine;
import mugs.source.PictureSource;

/** Where a run came from: data, settings, seed, versions. */
final class Provenance {
  private static final String FORMAT = "mugs-teacher-1";

  private final Recipe recipe;
  private final Map<String, Object> start = new LinkedHashMap<>();
  private final String fingerprint;
  private final String sourceName;
  private final int pictures;

  Provenance(Recipe recipe, PictureSource source) {
    this.recipe = recipe;
    this.fingerprint = source.fingerprint();
    this.sourceName = source.name();
    this.pictures = source.size();
    start.put("program", program());
    start.put("java", Runtime.version().toString());
    start.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    start.put("blas", Engine.usesMkl() ? "mkl" : "openblas");
    start.put("processors", Engine.processors());
    start.put("pictures", sourceName);
    start.put("pictureCount", pictures);
    start.put("picturesFingerprint", fingerprint);
    start.put("recipe", recipe.name());
    start.put("seed", recipe.run().seed());
    start.put("started", Instant.now().toString());
  }

  static String program() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return "mugs-jvm " + Optional.ofNullable(version).orElse("unpackaged");
  }

  Map<String, Object> atStart() {
    return start;
  }

  Map<String, Object> atEnd(long steps, long planned, double seconds, int skipped) {
    Map<String, Object> end = new LinkedHashMap<>();
    end.put("ended", Instant.now().toString());
    end.put("steps", steps);
    end.put("plannedSteps", planned);
    end.put("seconds", seconds);
    end.put("skippedPictures", skipped);
    return end;
  }

  /** Returns what stands in the weights file: only what a rerun reproduces. */
  Map<String, String> ofWeights(long steps) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("program", program());
    metadata.put("recipe", recipe.toYaml());
    metadata.put("pictures", sourceName);
    metadata.put("pictures_fingerprint", fingerprint);
    metadata.put("steps", Long.toString(steps));
    return metadata;
  }
}
