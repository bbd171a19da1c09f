package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationLoaderTest {

  private static EvaluationLoader loader(PlainPictures source, int threads) {
    return new EvaluationLoader(
        new PictureReader(source, new SkippedPictures(source, 0.1)), threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void pictures_comeInTheOrderAskedFor_whateverTheThreads(int threads) throws Exception {
    PlainPictures source = PlainPictures.grey(IntStream.range(0, 20).toArray());
    int[] asked = {19, 3, 3, 0, 11, 7, 18};

    try (EvaluationLoader loader = loader(source, threads)) {
      List<Integer> values = loader.read(asked, read -> (int) read.image().pixels()[0]);

      assertThat(values).containsExactly(19, 3, 3, 0, 11, 7, 18);
    }
  }

  @Test
  void nothing_isReadOfNoPictures() throws Exception {
    try (EvaluationLoader loader = loader(PlainPictures.grey(1), 2)) {
      assertThat(loader.read(new int[0], PictureReader.Read::index)).isEmpty();
    }
  }

  @Test
  void unreadablePicture_isReplacedByTheNext() throws Exception {
    try (EvaluationLoader loader = loader(PlainPictures.grey(1, 2, 3).withBroken(1), 2)) {
      assertThat(loader.read(new int[] {0, 1, 2}, PictureReader.Read::index))
          .containsExactly(0, 2, 2);
    }
  }

  @Test
  void tooManyUnreadablePictures_areTold_asOnTheCallersThread() {
    try (EvaluationLoader loader = loader(PlainPictures.grey(1, 2, 3).withBroken(0, 1), 2)) {
      assertThatThrownBy(() -> loader.read(new int[] {0, 1}, PictureReader.Read::index))
          .isInstanceOf(TooManySkippedException.class);
    }
  }

  @Test
  void failureOfThePreparation_isThrownAsItIs() {
    try (EvaluationLoader loader = loader(PlainPictures.grey(1, 2), 2)) {
      assertThatThrownBy(
              () ->
                  loader.read(
                      new int[] {0, 1},
                      read -> {
                        throw new UnsupportedOperationException("picture " + read.index());
                      }))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
