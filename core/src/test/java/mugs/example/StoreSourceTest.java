package mugs.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import mugs.image.ImageEncoder;
import mugs.image.RgbImage;
import mugs.source.PictureSource;
import mugs.train.Pretraining;
import mugs.train.PretrainingListener;
import mugs.train.Recipe;
import mugs.train.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSourceTest {
  private static final String[] TINY = {
    "crops.global-size=16",
    "crops.local-size=8",
    "backbone.width=16",
    "backbone.blocks=1",
    "backbone.heads=2",
    "heads.hidden=16",
    "heads.predictor-hidden=16",
    "heads.output=8",
    "heads.group-hidden=16",
    "heads.bottleneck=8",
    "supervision.instance.queue=32",
    "supervision.local-group.queue=32",
    "supervision.local-group.memory=32",
    "supervision.group.prototypes=16",
    "optimiser.batch=4",
    "schedule.epochs=1",
    "schedule.warm-up-epochs=0",
    "run.workers=1",
    "pictures.max-skipped=0.2",
    "pictures.limit=8"
  };

  @Test
  void a_source_of_ones_own_trains_and_a_picture_that_went_away_is_skipped(@TempDir Path folder)
      throws Exception {
    ObjectStore store = new ObjectStore();
    for (int i = 0; i < 16; i++) {
      byte[] pixels = new byte[3 * 20 * 20];
      Arrays.fill(pixels, (byte) (10 * i));
      String key = (i % 2 == 0 ? "dark" : "light") + "/" + i;
      store.put(key, ImageEncoder.png(new RgbImage(20, 20, pixels)));
    }
    try (PictureSource pictures = new StoreSource(store);
        Pretraining pretraining =
            new Pretraining(Recipe.load("demo", TINY), pictures, new PretrainingListener() {})) {
      assertThat(pictures.levels().get(0).classes()).containsExactly("dark", "light");
      assertThat(pretraining.pictures()).isEqualTo(8);
      store.remove(pictures.path(1));
      Pretraining.Outcome outcome = pretraining.run(RunFolder.create(folder.resolve("run")));
      assertThat(outcome.complete()).isTrue();
      assertThat(outcome.steps()).isEqualTo(2);
      assertThat(Files.exists(outcome.weights())).isTrue();
    }
  }
}
