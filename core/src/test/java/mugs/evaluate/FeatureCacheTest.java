package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import mugs.engine.Sha256;
import mugs.image.ImageDecoder;
import mugs.load.ContentHash;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCacheTest extends FeatureCacheFixture {
  @Test
  void features_areThoseOfTheEmbedder_withPathsAndHashes_andWithoutWhatCannotBeRead()
      throws Exception {
    PlainPictures source = PlainPictures.coloured(PICTURES).withBroken(0, 130);

    try (PictureFeatures features = features(source, "w").orElseThrow()) {
      assertThat(features.pictures()).hasSize(PICTURES - 2).doesNotContain(0, 130).isSorted();
      assertThat(features.unreadable())
          .containsExactly(Map.entry(0, "it is broken"), Map.entry(130, "it is broken"));
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
        .features(
            PlainPictures.coloured(3),
            embedder,
            "w",
            new Preparation.FreshCrop(1),
            any(PlainPictures.coloured(3)))
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

  /** A file was touched, so that its time is to be noted anew beside the features. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null"})
  void settingsThatAreDamaged_areToldInALine_andTheFileMadeAgain(String settings)
      throws IOException {
    PlainPictures source = PlainPictures.coloured(9);
    float[] whole = values(source, "w");
    Files.writeString(file().resolveSibling(file().getFileName() + ".json"), settings);

    assertThat(values(source, "w")).isEqualTo(whole);

    assertThat(reasons)
        .containsExactly(file() + " is torn or altered: its .json is empty or damaged");
  }

  @Test
  void listThatIsMissingOrNoText_isToldInALine() throws IOException {
    PlainPictures source = PlainPictures.coloured(9).withBroken(4);
    float[] whole = values(source, "w");
    Path paths = file().resolveSibling(file().getFileName() + ".paths.txt");
    Files.delete(paths);

    assertThat(values(source, "w")).isEqualTo(whole);
    Files.write(file().resolveSibling(file().getFileName() + ".skipped.tsv"), new byte[] {-1});
    assertThat(values(source, "w")).isEqualTo(whole);

    assertThat(reasons)
        .containsExactly(paths + ": no such file or folder", "a list beside it is no text");
  }

  @Test
  void workThatWasStopped_goesOn_andComesToTheSame() throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES);
    float[] whole = values(source, "whole");
    heard.clear();
    FeatureCache[] cache = new FeatureCache[1];
    cache[0] = cache(() -> cache[0].stop());

    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE, any(source))).isEmpty();
    assertThat(values(source, "w")).isEqualTo(whole);
    assertThat(heard).containsExactly("0 to 128", "goes on after 128", "128 to 256", "128 to 265");
    assertThat(made).containsExactly(PICTURES, PICTURES);
  }

  @Test
  void progressThatCannotBeUsed_isBegunAnew() throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES);
    FeatureCache[] cache = new FeatureCache[1];
    cache[0] = cache(() -> cache[0].stop());
    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE, any(source))).isEmpty();
    heard.clear();
    try (Stream<Path> files = Files.list(folder)) {
      Path state = files.filter(path -> path.toString().endsWith(".state")).findFirst().get();
      Files.writeString(state, "{");
    }

    values(source, "w");

    assertThat(heard).containsExactly("damaged", "0 to 128", "0 to 256", "0 to 265");
  }
}
