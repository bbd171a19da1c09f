package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import mugs.load.PlainPictures;
import mugs.load.TooManySkippedException;
import mugs.load.UnreadableShare;
import mugs.source.PictureSource;
import org.junit.jupiter.api.Test;

/** Pictures that cannot be read, then or now. */
class FeatureCacheUnreadableTest extends FeatureCacheFixture {
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

  private Optional<PictureFeatures> judged(PictureSource source, double share) throws IOException {
    return cache(() -> {})
        .features(
            source,
            embedder,
            "w",
            Preparation.CENTRE,
            UnreadableRule.ofAll(source, new UnreadableShare(share, "the share")));
  }

  /** Of 265 pictures 2 are 1 %. */
  @Test
  void tooManyUnreadablePictures_endTheWorkInTheirBatch_andFeaturesThatAreThereAreJudgedToo()
      throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES).withBroken(5, 6, 7);
    String message =
        "3 of 265 pictures of plain cannot be read (1.13 %, at most 1 % may be): plain/5.png (it is"
            + " broken), plain/6.png (it is broken), plain/7.png (it is broken); mend or remove"
            + " them, or raise the share";

    assertThatThrownBy(() -> judged(source, 0.01))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessage(message);
    assertThat(heard).isEmpty();

    judged(source, 0.02).orElseThrow().close();
    assertThat(heard).containsExactly("0 to 128", "0 to 256", "0 to 265");
    assertThatThrownBy(() -> judged(source, 0.01)).hasMessage(message);
    judged(source, 0.02).orElseThrow().close();
    assertThat(heard.subList(3, heard.size())).containsExactly("reused 262", "reused 262");
  }

  /** What is stopped after the first batch has one such picture. */
  private void begin() throws IOException {
    FeatureCache[] cache = new FeatureCache[1];
    cache[0] = cache(() -> cache[0].stop());
    PlainPictures source = PlainPictures.coloured(PICTURES).withBroken(0);
    assertThat(cache[0].features(source, embedder, "w", Preparation.CENTRE, any(source))).isEmpty();
    heard.clear();
  }

  @Test
  void unreadablePicturesOfWorkThatIsGoneOnWith_count() throws IOException {
    begin();

    assertThatThrownBy(() -> judged(PlainPictures.coloured(PICTURES).withBroken(0, 130, 140), 0.01))
        .hasMessageContaining("plain/0.png (it is broken), plain/130.png");
    assertThat(heard).containsExactly("goes on after 128");
  }

  @Test
  void workWhosePictureIsMended_isBegunAnew_withIt() throws IOException {
    begin();

    try (PictureFeatures whole = judged(PlainPictures.coloured(PICTURES), 0).orElseThrow()) {
      assertThat(whole.pictures()).hasSize(PICTURES);
      assertThat(whole.unreadable()).isEmpty();
    }
    assertThat(heard).containsExactly("damaged", "0 to 128", "0 to 256", "0 to 265");
  }
}
