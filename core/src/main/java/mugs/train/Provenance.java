package mugs.train;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mugs.engine.Engine;
import mugs.engine.EngineReport;
import mugs.source.PictureSource;

/** Where a run came from: data, settings, seed, versions. */
final class Provenance {
  static final String FINGERPRINT = "picturesFingerprint";
  static final String RECIPE = "recipe";
  static final String INITIAL_WEIGHTS = "initialWeights";
  static final String INITIAL_CHECKSUM = "initialWeightsSha256";

  static final String ENDED = "ended";

  /** The steps after which the teacher was last measured. */
  static final String MEASURED = "measuredStep";

  static final String FORMAT = "mugs-teacher-1";
  static final String STARTED = "started";
  static final String RESTARTS = "restarts";

  /** What may be another when a run goes on. */
  private static final List<String> OF_A_RESTART =
      List.of("program", "java", "system", "device", "blas", "libtorch", "processors");

  private static final Set<String> OF_THE_END =
      Set.of(ENDED, "steps", "plannedSteps", MEASURED, "seconds", "skippedPictures");

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
    start.put("device", recipe.run().device().inWords());
    start.put("blas", Engine.blas());
    start.put("libtorch", EngineReport.take().libtorchInUse());
    start.put("processors", Engine.processors());
    start.put("pictures", sourceName);
    start.put("pictureCount", pictures);
    start.put(FINGERPRINT, fingerprint);
    start.put(RECIPE, recipe.name());
    start.put("seed", recipe.run().seed());
    start.put(STARTED, Instant.now().toString());
  }

  static String program() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return "mugs-jvm " + Optional.ofNullable(version).orElse("unpackaged");
  }

  Map<String, Object> atStart() {
    return Collections.unmodifiableMap(start);
  }

  /** Adds where the start values came from. */
  void startsFrom(Beginning.Weights weights) {
    start.put(INITIAL_WEIGHTS, weights.file().toString());
    start.put(INITIAL_CHECKSUM, weights.sha256());
  }

  /**
   * Goes on from what was recorded when the run began, and adds this restart to it.
   *
   * @param recorded of the run
   * @param step steps that were done
   */
  void resumes(Map<String, Object> recorded, long step) {
    List<Object> restarts = new ArrayList<>();
    if (recorded.get(RESTARTS) instanceof List<?> earlier) {
      restarts.addAll(earlier);
    }
    Map<String, Object> restart = new LinkedHashMap<>();
    restart.put("at", start.get(STARTED));
    restart.put("step", step);
    OF_A_RESTART.forEach(key -> restart.put(key, start.get(key)));
    restarts.add(restart);
    start.putAll(recorded);
    start.keySet().removeAll(OF_THE_END);
    start.put(RESTARTS, restarts);
  }

  Map<String, Object> atEnd(RunTally tally, long planned, int skipped) {
    Map<String, Object> end = new LinkedHashMap<>(start);
    end.put(ENDED, Instant.now().toString());
    end.put("steps", tally.done());
    end.put("plannedSteps", planned);
    end.put(MEASURED, tally.measured());
    end.put("seconds", tally.seconds());
    end.put("skippedPictures", skipped);
    return end;
  }

  /** Returns what rebuilds the network that a weights file holds. */
  static Map<String, String> ofWeights(Recipe recipe) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("program", program());
    metadata.put(RECIPE, recipe.toYaml());
    metadata.putAll(recipe.network().metadata());
    return metadata;
  }

  /** Returns what stands in the weights file: only what a rerun reproduces. */
  Map<String, String> ofWeights(long steps) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.putAll(ofWeights(recipe));
    metadata.put("pictures", sourceName);
    metadata.put("pictures_fingerprint", fingerprint);
    metadata.put("steps", Long.toString(steps));
    return metadata;
  }
}
