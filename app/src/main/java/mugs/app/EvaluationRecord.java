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
import mugs.load.UnreadableShare;
import mugs.vit.VitSettings;

/** An evaluation for machines: results, every setting, and where all of it came from. */
final class EvaluationRecord {
  /** What the file of features is called. */
  static final String FEATURES_FILE = "featuresFile";

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
   * Adds how features were taken, and what computed them.
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
    fields.put("device", options.device().inWords());
    return this;
  }

  /**
   * Adds what decides on which pictures are read, and how many may not be.
   *
   * @param maxMegabytes that a picture file may have
   * @param unreadable how many pictures may be unreadable
   */
  EvaluationRecord limits(int maxMegabytes, UnreadableShare unreadable) {
    fields.put("maxMegabytes", maxMegabytes);
    fields.put("maxUnreadable", unreadable.most());
    return this;
  }

  /** Adds the pictures and their classes. */
  EvaluationRecord pictures(MeasuredPictures pictures) {
    fields.putAll(pictures.asMap());
    return this;
  }

  /** Adds the pictures that cannot be read. */
  EvaluationRecord unreadable(UnreadableList unreadable) {
    fields.put("unreadable", unreadable.forMachines());
    return this;
  }

  /** Adds where the features lie. */
  EvaluationRecord features(Path file, boolean stays) {
    if (stays) {
      fields.put(FEATURES_FILE, file.toString());
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
