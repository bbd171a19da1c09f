package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.source.IndexingListener;
import mugs.source.OpenOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1000, 1000",
    "100, 1, 1000, 100",
    "2000, 1, 1000, 1000",
    "0, 0.25, 1000, 250",
    "100, 0.25, 1000, 100",
    "300, 0.25, 1000, 250",
    "0, 0.0001, 1000, 1",
    "0, 0.5, 3, 2",
    "0, 1, 0, 0"
  })
  void taken_isTheFewerOfLimitAndShare_atLeastOne(
      int limit, double fraction, long available, long taken) {
    assertThat(
            settings("pictures.limit=" + limit, "pictures.fraction=" + fraction).taken(available))
        .isEqualTo(taken);
  }

  @Test
  void openOptions_holdBytesAndTheBuffer() {
    OpenOptions options =
        settings("pictures.max-megabytes=3", "pictures.shuffle-buffer=7")
            .openOptions(IndexingListener.NONE);

    assertThat(options.maxPictureBytes()).isEqualTo(3_000_000);
    assertThat(options.shuffleBuffer()).isEqualTo(7);
  }

  private static PictureSettings settings(String... assignments) {
    return Recipe.load("demo", assignments).pictures();
  }
}
