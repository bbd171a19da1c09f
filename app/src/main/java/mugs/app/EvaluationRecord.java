package mugs.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.engine.Engine;
import mugs.engine.EngineReport;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.evaluate.PictureFeatures;
import mugs.source.PictureSource;
import mugs.vit.VitSettings;

/** An evaluation for machines: results, every setting, and where all of it came from. */
final class EvaluationRecord {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /**
   * Begins a record.
   *
   * @param protocol its name
   * @param settings of the protocol
   * @param results that were found
   */
  EvaluationRecord(
      String protocol, Map<String, Object> settings, List<Map<String, Object>> results) {
    fields.put("protocol", protocol);
    fields.put("results", results);
    fields.put("settings", new LinkedHashMap<>(settings));
  }

  /** Adds the network and how its features were taken. */
  EvaluationRecord weights(Path named, String sha256, Embedder embedder) {
    return weights(named, sha256, embedder.vit())
        .features(embedder.options(), embedder.size(), embedder.width());
  }

  /** Adds the network. */
  EvaluationRecord weights(Path named, String sha256, VitSettings vit) {
    fields.put("weights", named.toString());
    fields.put("weightsSha256", sha256);
    fields.put(
        "network",
        "width %d, %d blocks, %d heads, patches of %d"
            .formatted(vit.width(), vit.blocks(), vit.heads(), vit.patchSize()));
    return this;
  }

  /**
   * Adds how features were taken.
   *
   * @param options of the embedder
   * @param size of the square that it saw, in pixels
   * @param width of the features
   */
  EvaluationRecord features(EmbedderOptions options, int size, int width) {
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("token", options.token().name());
    features.put("size", size);
    features.put("precision", options.precision().name().toLowerCase(Locale.ROOT));
    features.put("width", width);
    fields.put("features", features);
    return this;
  }

  /** Adds the pictures and how they were divided. */
  EvaluationRecord pictures(
      DividedFeatures features, DividingOptions options, List<LabelPair> labels) {
    Division division = features.division();
    Map<String, Object> how = new LinkedHashMap<>();
    how.put(
        "kind",
        switch (division.kind()) {
          case TWO_SOURCES -> "two-sources";
          case CUT -> "split";
          case LEAVE_ONE_OUT -> "leave-one-out";
        });
    if (division.kind() == Division.Kind.CUT) {
      how.put("share", options.share());
      how.put("seed", options.seed());
    }
    fields.put("division", how);
    fields.put("train", pictures(division.train(), features.train(), features.trainRows().length));
    fields.put("test", pictures(division.test(), features.test(), features.testRows().length));
    fields.put("sharedPictures", features.shared());
    return labels(labels);
  }

  /** Adds the classes at each level. */
  EvaluationRecord labels(List<LabelPair> labels) {
    Map<String, Object> levels = new LinkedHashMap<>();
    for (LabelPair pair : labels) {
      Map<String, Object> level = new LinkedHashMap<>();
      level.put("classes", pair.known());
      level.put("unknownTestClasses", pair.unknown());
      level.put("unknownTestPictures", pair.unknownPictures());
      levels.put(pair.level(), level);
    }
    fields.put("labels", levels);
    return this;
  }

  private static Map<String, Object> pictures(
      PictureSource source, PictureFeatures features, int used) {
    Map<String, Object> pictures = new LinkedHashMap<>();
    pictures.put("source", source.name());
    pictures.put("fingerprint", source.fingerprint());
    pictures.put("pictures", used);
    pictures.put("skippedInSource", features.skipped().size());
    return pictures;
  }

  /** Adds where the features lie. */
  EvaluationRecord features(Path file, boolean stays) {
    if (stays) {
      fields.put("featuresFile", file.toString());
    }
    return this;
  }

  /** Adds another field. */
  EvaluationRecord with(String key, Object value) {
    fields.put(key, value);
    return this;
  }

  /** Returns all of it, with the versions of the program and what it stands on. */
  Map<String, Object> asMap() {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("program", "mugs " + MugsCommand.Version.program());
    all.put("java", Runtime.version().toString());
    all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("libtorch", EngineReport.take().libtorchInUse());
    all.put("blas", Engine.blas());
    return all;
  }
}
