package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mugs.engine.Resampler.Filter;
import mugs.engine.Resampler.Size;
import mugs.engine.Resampler.Window;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  @Test
  void window_whenResampled_isNotInfluencedByPixelsOutside() {
    byte[] dark = new byte[20 * 10 * 3];
    byte[] bright = new byte[dark.length];
    Arrays.fill(bright, (byte) 255);
    Random random = new Random(1);
    for (int y = 2; y < 9; y++) {
      for (int i = 3 * (20 * y + 5); i < 3 * (20 * y + 16); i++) {
        dark[i] = (byte) random.nextInt();
        bright[i] = dark[i];
      }
    }
    Window window = new Window(20, 5, 2, 11, 7);
    for (Filter filter : Filter.values()) {
      assertThat(Resampler.resample(dark, window, new Size(8, 13), filter))
          .isEqualTo(Resampler.resample(bright, window, new Size(8, 13), filter));
    }
  }

  @Test
  void bilinear_whenPixelsAreDoubled_mixesNeighboursOneToThree() {
    // by hand: centres of the result lie at -1/4, 1/4, 3/4 and 5/4 between the two pixels' centres
    byte[] pixels = {0, 40, 80, 100, (byte) 140, (byte) 180};
    byte[] doubled =
        Resampler.resample(pixels, new Window(2, 0, 0, 2, 1), new Size(4, 1), Filter.BILINEAR);
    assertThat(doubled)
        .isEqualTo(
            new byte[] {0, 40, 80, 25, 65, 105, 75, 115, (byte) 155, 100, (byte) 140, (byte) 180});
  }

  /** Expected values: Pillow 13 of a picture of 7 x 12 pixels, byte i of it (37 i + 11) % 256. */
  @Test
  void resultOfFewPixels_isPillowsToTheBit() {
    byte[] picture = new byte[7 * 12 * 3];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (byte) (i * 37 + 11);
    }
    Window whole = new Window(7, 0, 0, 7, 12);
    assertThat(unsigned(Resampler.resample(picture, whole, new Size(3, 2), Filter.BICUBIC)))
        .containsExactly(
            96, 114, 151, 143, 112, 123, 151, 152, 103, 125, 152, 115, 106, 132, 151, 149, 96, 123);
    assertThat(unsigned(Resampler.resample(picture, whole, new Size(2, 3), Filter.BILINEAR)))
        .containsExactly(
            123, 110, 135, 143, 147, 109, 108, 131, 146, 146, 111, 119, 127, 149, 117, 124, 114,
            144);
    assertThat(unsigned(Resampler.resample(picture, whole, new Size(8, 2), Filter.BICUBIC)))
        .startsWith(33, 70, 107, 132, 179, 208, 129, 75, 109, 106, 97, 145)
        .endsWith(71, 118, 144, 154, 186, 210, 42, 47);
  }

  /** The mean of black and white is a tie, which Pillow's weights break downwards. */
  @Test
  void tie_fallsAsPillowsDoes() {
    byte[] stripes = new byte[10 * 6 * 3];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = (byte) (i / 3 % 2 == 0 ? 0 : 255);
    }
    assertThat(
            unsigned(
                Resampler.resample(
                    stripes, new Window(10, 0, 0, 10, 6), new Size(1, 1), Filter.BICUBIC)))
        .containsExactly(127, 127, 127);
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    Arrays.setAll(values, i -> bytes[i] & 0xff);
    return values;
  }

  @Test
  void rowsAndColumns_whenSwapped_giveTheSwappedResult() {
    // enlarging runs horizontally first, so only one direction changes at a time here
    byte[] column = {10, 20, 30, 40, 50, 60, 70, 80, 90};
    byte[] tall =
        Resampler.resample(column, new Window(1, 0, 0, 1, 3), new Size(1, 7), Filter.BICUBIC);
    byte[] wide =
        Resampler.resample(column, new Window(3, 0, 0, 3, 1), new Size(7, 1), Filter.BICUBIC);
    assertThat(tall).isEqualTo(wide);
    byte[] low =
        Resampler.resample(column, new Window(1, 0, 0, 1, 3), new Size(1, 2), Filter.BICUBIC);
    byte[] narrow =
        Resampler.resample(column, new Window(3, 0, 0, 3, 1), new Size(2, 1), Filter.BICUBIC);
    assertThat(low).isEqualTo(narrow);
  }

  @Test
  void manyThreads_whenResamplingAtOnce_allGetTheSameBytes() throws Exception {
    byte[] pixels = new byte[64 * 64 * 3];
    new Random(2).nextBytes(pixels);
    Window window = new Window(64, 3, 4, 50, 55);
    List<byte[]> alone = new ArrayList<>();
    for (int size = 1; size <= 80; size++) {
      alone.add(Resampler.resample(pixels, window, new Size(size, size), Filter.BICUBIC));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<byte[]>> together = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int size = i % 80 + 1;
        together.add(
            threads.submit(
                () -> Resampler.resample(pixels, window, new Size(size, size), Filter.BICUBIC)));
      }
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i % 80));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void windowOrSize_whenImpossible_isRefusedInWords() {
    byte[] pixels = new byte[4 * 4 * 3];
    assertThatThrownBy(() -> new Window(4, 2, 0, 3, 1))
        .hasMessageContaining("a window of 3 x 1 pixels at column 2, row 0")
        .hasMessageContaining("4 pixels wide");
    Window tooLow = new Window(4, 0, 3, 4, 2);
    assertThatThrownBy(() -> Resampler.resample(pixels, tooLow, new Size(2, 2), Filter.BICUBIC))
        .hasMessage("the window ends at byte 60, the picture at byte 48");
    Window whole = new Window(4, 0, 0, 4, 4);
    assertThatThrownBy(() -> Resampler.resample(pixels, whole, new Size(0, 2), Filter.BICUBIC))
        .hasMessageContaining("0 x 2");
    assertThatThrownBy(
            () -> Resampler.resample(pixels, whole, new Size(40_000, 40_000), Filter.BICUBIC))
        .hasMessageContaining("does not fit");
  }
}
