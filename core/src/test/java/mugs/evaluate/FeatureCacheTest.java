package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.embed.NetworkDescription;
import mugs.engine.Sha256;
import mugs.image.ImageDecoder;
import mugs.load.ContentHash;
import mugs.load.PlainPictures;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
  private static final NetworkDescription NETWORK =
      new NetworkDescription(
          VitSettings.of(16, 8, 16, 2, 2), List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

  /** Two batches of this network and a bit. */
  private static final int PICTURES = 2 * 128 + 9;

  private static Embedder embedder;

  @TempDir Path folder;

  private final List<String> heard = new ArrayList<>();

  @BeforeAll
  static void load() {
    embedder = Embedder.untrained(NETWORK, EmbedderOptions.DEFAULT);
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  private FeatureCache cache(Runnable atBatch) {
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
          public void damaged(Path file, String reason) {
            heard.add("damaged");
          }

          @Override
          public void worked(int before, int done, int total, double seconds) {
            heard.add(before + " to " + done);
            atBatch.run();
          }
        });
  }

  private Optional<PictureFeatures> features(PictureSource source, String weights)
      throws IOException {
    return cache(() -> {}).features(source, embedder, weights, Preparation.CENTRE);
  }

  private float[] values(PictureSource source, String weights) throws IOException {
    try (PictureFeatures features = features(source, weights).orElseThrow()) {
      return features.rows().toMatrix().values();
    }
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".npy")).findFirst().orElseThrow();
    }
  }

  @Test
  void features_areThoseOfTheEmbedder_withPathsAndHashes_andWithoutWhatCannotBeRead()
      throws Exception {
    PlainPictures source = PlainPictures.coloured(PICTURES).withBroken(0, 130);

    try (PictureFeatures features = features(source, "w").orElseThrow()) {
      assertThat(features.pictures()).hasSize(PICTURES - 2).doesNotContain(0, 130).isSorted();
      assertThat(features.skipped())
          .containsExactly(
              new PictureFeatures.Skipped("plain/0.png", "it is broken"),
              new PictureFeatures.Skipped("plain/130.png", "it is broken"));
      int row = 200;
      int picture = features.pictures()[row];
      assertThat(features.hashes().get(row)).isEqualTo(ContentHash.of(source.read(picture)));
      float[] found = features.rows().toMatrix().row(row);
      float[] expected = embedder.embed(ImageDecoder.decode(source.read(picture)));
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  /** What was computed by an earlier version is found: its name was made of these words. */
  @Test
  void featuresOfTheProcessor_keepTheNameTheyAlwaysHad() throws IOException {
    PlainPictures source = PlainPictures.coloured(3);
    String words =
        "{weightsSha256=w, token=class, unitLength=false, size=%d, precision=float32,"
                .formatted(NETWORK.vit().imageSize())
            + " preparation=centre, pictureCount=3, picturesFingerprint=%s, mostBytes=%d}"
                .formatted(source.fingerprint(), source.mostBytes());

    values(source, "w");

    assertThat(file().getFileName()).hasToString(Sha256.of(words).substring(0, 16) + ".npy");
  }

  @Test
  void theSameAgain_isRead_andNotMadeAnew() throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES);

    float[] first = values(source, "w");
    float[] second = values(source, "w");
    values(source, "other weights");

    assertThat(second).isEqualTo(first);
    assertThat(heard)
        .containsExactly(
            "0 to 128", "0 to 256", "0 to 265", "reused 265", "0 to 128", "0 to 256", "0 to 265");
    assertThat(source.timesAsked(3)).isEqualTo(2);
  }

  @Test
  void otherPicturesOrPreparation_areAnotherFile() throws IOException {
    values(PlainPictures.coloured(3), "w");
    values(PlainPictures.coloured(4), "w");
    cache(() -> {})
        .features(PlainPictures.coloured(3), embedder, "w", new Preparation.FreshCrop(1))
        .orElseThrow()
        .close();

    assertThat(heard).containsExactly("0 to 3", "0 to 4", "0 to 3");
  }

  @Test
  void damage_isSeen_andTheFileMadeAgain() throws IOException {
    PlainPictures source = PlainPictures.coloured(9);
    float[] whole = values(source, "w");
    heard.clear();
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(300);
      bytes.write(bytes.read() ^ 1);
    }

    assertThat(values(source, "w")).isEqualTo(whole);
    assertThat(heard).containsExactly("damaged", "0 to 9");
    Files.write(file(), new byte[10]);
    assertThat(values(source, "w")).isEqualTo(whole);
    Files.writeString(file().resolveSibling(file().getFileName() + ".paths.txt"), "what?\n");
    assertThat(values(source, "w")).isEqualTo(whole);
    assertThat(heard)
        .containsExactly("damaged", "0 to 9", "damaged", "0 to 9", "damaged", "0 to 9");
  }

  @Test
  void workThatWasStopped_goesOn_andComesToTheSame() throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES);
    float[] whole = values(source, "whole");
    heard.clear();
    FeatureCache[] cache = new FeatureCache[1];
    cache[0] = cache(() -> cache[0].stop());

    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE)).isEmpty();
    assertThat(values(source, "w")).isEqualTo(whole);
    assertThat(heard).containsExactly("0 to 128", "128 to 256", "128 to 265");
  }

  @Test
  void progressThatCannotBeUsed_isBegunAnew() throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES);
    FeatureCache[] cache = new FeatureCache[1];
    cache[0] = cache(() -> cache[0].stop());
    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE)).isEmpty();
    heard.clear();
    try (Stream<Path> files = Files.list(folder)) {
      Path state = files.filter(path -> path.toString().endsWith(".state")).findFirst().get();
      Files.writeString(state, "{");
    }

    values(source, "w");

    assertThat(heard).containsExactly("damaged", "0 to 128", "0 to 256", "0 to 265");
  }

  @Test
  void aSourceOfWhichNothingCanBeRead_isRefused_andLeavesNothing() throws IOException {
    PlainPictures source = PlainPictures.coloured(2).withBroken(0, 1);

    assertThatThrownBy(() -> features(source, "w"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none of the 2 pictures of plain can be read")
        .hasMessageContaining("plain/0.png (it is broken)");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

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
    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE)).isEmpty();
    write(pictures.resolve("100.bmp"), 0xffffff);
    setHour(pictures.resolve("100.bmp"), 2);

    float[] found = values(source, "w");

    assertThat(heard)
        .containsExactly(
            "0 to 128", "128 to 130", "compares 130", "damaged", "0 to 128", "0 to 130");
    assertThat(found).isEqualTo(values(source, "from the beginning"));
  }

  @Test
  void aPictureThatCouldNotBeRead_isReadAgain() throws IOException {
    PlainPictures mended = PlainPictures.coloured(5);
    PlainPictures broken = mended.withBroken(1, 3);
    values(broken, "w");
    values(broken, "w");

    float[] found = values(mended, "w");

    assertThat(heard).containsExactly("0 to 5", "reused 3", "damaged", "0 to 5");
    assertThat(found).isEqualTo(values(mended, "other weights"));
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
