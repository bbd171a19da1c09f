package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that change under the features that are kept of them. */
class FeatureCacheChangesTest extends FeatureCacheFixture {
  /** Writes a picture of one colour: in this format all of a size have as many bytes. */
  private static void write(Path file, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, rgb);
    }
    assertThat(ImageIO.write(image, "bmp", file.toFile())).isTrue();
  }

  private static void setHour(Path file, int hour) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(hour, TimeUnit.HOURS));
  }

  private static PictureSource open(String source, int megabytes) throws IOException {
    return PictureSources.open(
        List.of(source),
        new OpenOptions(
            megabytes * 1_000_000L,
            OpenOptions.DEFAULT.shuffleBuffer(),
            OpenOptions.DEFAULT.listener()));
  }

  /** More than those of a manifest whose sizes are in its fingerprint: the last is not. */
  @Test
  void aPictureChangedInPlace_ofTheSameSize_isSeen_andAFileThatWasTouchedAloneIsReused(
      @TempDir Path pictures) throws IOException {
    StringBuilder manifest = new StringBuilder("path\n");
    for (int i = 0; i < 3; i++) {
      write(pictures.resolve(i + ".bmp"), 0x204060 * i);
      setHour(pictures.resolve(i + ".bmp"), 1);
      manifest.append(i).append(".bmp\n");
    }
    Files.writeString(pictures.resolve("list.csv"), manifest);
    for (String source : List.of(pictures.toString(), pictures.resolve("list.csv").toString())) {
      heard.clear();
      setHour(pictures.resolve("2.bmp"), 1);
      float[] before = values(open(source, 64), source);
      write(pictures.resolve("2.bmp"), 0xff0000 + source.length());
      setHour(pictures.resolve("2.bmp"), 2);

      float[] after = values(open(source, 64), source);
      setHour(pictures.resolve("0.bmp"), source.length());
      values(open(source, 64), source);
      float[] again = values(open(source, 64), source);

      assertThat(heard)
          .containsExactly(
              "0 to 3", "compares 3", "damaged", "0 to 3", "compares 3", "reused 3", "reused 3");
      int width = before.length / 3;
      assertThat(Arrays.copyOf(after, 2 * width)).isEqualTo(Arrays.copyOf(before, 2 * width));
      assertThat(after).isNotEqualTo(before);
      assertThat(again).isEqualTo(after);
    }
  }

  @Test
  void workGoneOnWith_isComparedAtItsEnd_ifPicturesWereTouchedMeanwhile(@TempDir Path pictures)
      throws IOException {
    for (int i = 0; i < 130; i++) {
      write(pictures.resolve(100 + i + ".bmp"), 0x010204 * i);
      setHour(pictures.resolve(100 + i + ".bmp"), 1);
    }
    FeatureCache[] cache = new FeatureCache[1];
    cache[0] = cache(() -> cache[0].stop());
    PictureSource source = open(pictures.toString(), 64);
    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE, any(source))).isEmpty();
    write(pictures.resolve("100.bmp"), 0xffffff);
    setHour(pictures.resolve("100.bmp"), 2);

    float[] found = values(source, "w");

    assertThat(heard)
        .containsExactly(
            "0 to 128",
            "goes on after 128",
            "128 to 130",
            "compares 130",
            "damaged",
            "0 to 128",
            "0 to 130");
    assertThat(found).isEqualTo(values(source, "from the beginning"));
  }

  @Test
  void anotherLimitOfSize_isAnotherFile(@TempDir Path pictures) throws IOException {
    write(pictures.resolve("a.bmp"), 1);
    write(pictures.resolve("b.bmp"), 2);

    values(open(pictures.toString(), 64), "w");
    values(open(pictures.toString(), 1), "w");
    values(open(pictures.toString(), 64), "w");

    assertThat(heard).containsExactly("0 to 2", "0 to 2", "reused 2");
  }
}
