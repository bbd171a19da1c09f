package mugs.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.embed.NetworkDescription;
import mugs.load.UnreadableShare;
import mugs.source.PictureSource;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A cache in a folder of its own, and what it tells. */
abstract class FeatureCacheFixture {
  static final NetworkDescription NETWORK =
      new NetworkDescription(
          VitSettings.of(16, 8, 16, 2, 2), List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

  /** Two batches of this network and a bit. */
  static final int PICTURES = 2 * 128 + 9;

  static Embedder embedder;

  @TempDir Path folder;

  final List<String> heard = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<Integer> made = new ArrayList<>();

  @BeforeAll
  static void load() {
    embedder = Embedder.untrained(NETWORK, EmbedderOptions.DEFAULT);
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  FeatureCache cache(Runnable atBatch) {
    return new FeatureCache(
        folder,
        2,
        new FeatureCache.Listener() {
          @Override
          public void reused(Path file, int pictures) {
            heard.add("reused " + pictures);
          }

          @Override
          public void compares(Path file, int pictures) {
            heard.add("compares " + pictures);
          }

          @Override
          public void goesOn(int pictures) {
            heard.add("goes on after " + pictures);
          }

          @Override
          public void made(Path file, int pictures) {
            made.add(pictures);
          }

          @Override
          public void damaged(Path file, String reason) {
            heard.add("damaged");
            reasons.add(reason);
          }

          @Override
          public void worked(int before, int done, int total, double seconds) {
            heard.add(before + " to " + done);
            atBatch.run();
          }
        });
  }

  /** Any number of pictures may be unreadable. */
  static UnreadableRule any(PictureSource source) {
    return UnreadableRule.ofAll(source, new UnreadableShare(1, ""));
  }

  Optional<PictureFeatures> features(PictureSource source, String weights) throws IOException {
    return cache(() -> {}).features(source, embedder, weights, Preparation.CENTRE, any(source));
  }

  float[] values(PictureSource source, String weights) throws IOException {
    try (PictureFeatures features = features(source, weights).orElseThrow()) {
      return features.rows().toMatrix().values();
    }
  }

  Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".npy")).findFirst().orElseThrow();
    }
  }
}
