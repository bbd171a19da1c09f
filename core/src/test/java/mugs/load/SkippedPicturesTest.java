package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mugs.source.ForwardRuns;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;

/** One picture in a hundred may be skipped. */
class SkippedPicturesTest {

  /** Pictures in two archives that are read from front to back. */
  private record Stream(int size, int forward) implements PictureSource {
    @Override
    public String name() {
      return "stream";
    }

    @Override
    public List<LabelLevel> levels() {
      return List.of();
    }

    @Override
    public String path(int index) {
      return index + ".jpg";
    }

    @Override
    public StoredPicture read(int index) throws IOException {
      throw new IOException("it is broken");
    }

    @Override
    public ForwardRuns forwardRuns() {
      return forward == 0
          ? ForwardRuns.NONE
          : new ForwardRuns(
              List.of(new ForwardRuns.Run(0, 10), new ForwardRuns.Run(10, forward)), 1000);
    }
  }

  private static SkippedPictures of(int size, int forward) {
    return new SkippedPictures(new Stream(size, forward), 0.01);
  }

  private static void readWell(SkippedPictures skipped, int from, int to)
      throws TooManySkippedException {
    for (int i = from; i < to; i++) {
      skipped.readWell(i);
    }
  }

  @Test
  void stream_isJudgedByWhatWasRead_onceThatAreAThousand() throws Exception {
    SkippedPictures skipped = of(100_000, 100_000);
    for (int i = 0; i < 11; i++) {
      skipped.add(i, "it is broken"); // 100 % of what was read
      skipped.add(i, "it is broken");
    }
    readWell(skipped, 11, 999);
    readWell(skipped, 11, 999); // again

    assertThatThrownBy(() -> skipped.readWell(999))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessage(
            "11 of the first 1,000 pictures of stream cannot be read (1.1 %, at most 1 % may be):"
                + " 0.jpg (it is broken), 1.jpg (it is broken), 2.jpg (it is broken) and 8 more;"
                + " mend or remove them, or raise pictures.max-skipped");
  }

  @Test
  void stream_mayHaveMoreSkippedPictures_theMoreWereRead() throws Exception {
    SkippedPictures skipped = of(100_000, 100_000);
    readWell(skipped, 0, 2500);
    for (int i = 0; i < 25; i++) {
      skipped.add(2500 + i, "it is broken");
    }
    assertThatThrownBy(() -> skipped.add(2525, "it is broken"))
        .hasMessageStartingWith("26 of the first 2,526 pictures");
  }

  @Test
  void streamOfFewerPictures_isJudgedAtItsEnd() throws Exception {
    SkippedPictures skipped = of(200, 200);
    for (int i = 0; i < 3; i++) {
      skipped.add(i, "it is broken");
    }
    readWell(skipped, 3, 199);

    assertThatThrownBy(() -> skipped.readWell(199))
        .hasMessageStartingWith("3 of 200 pictures of stream cannot be read (1.5 %");
  }

  private static SkippedPictures resumed(int size, int known) {
    Map<Integer, String> reasons =
        IntStream.range(0, known).boxed().collect(Collectors.toMap(i -> i, i -> "it is broken"));
    return new SkippedPictures(new Stream(size, size), 0.01, reasons);
  }

  @Test
  void resumedStream_isJudgedByWhatWasReadSince() throws Exception {
    SkippedPictures skipped = resumed(100_000, 20);
    for (int i = 20; i < 31; i++) {
      skipped.add(i, "it is broken");
    }
    readWell(skipped, 31, 1019);
    assertThatThrownBy(() -> skipped.readWell(1019))
        .hasMessageStartingWith("11 of the first 1,000 pictures of stream cannot be read");
  }

  @Test
  void resumedStream_isJudgedByAllOfThem_onceAllWereRead() throws Exception {
    SkippedPictures skipped = resumed(200, 2);
    skipped.add(2, "it is broken");
    readWell(skipped, 3, 199);
    assertThatThrownBy(() -> skipped.readWell(199))
        .hasMessageStartingWith("3 of 200 pictures of stream cannot be read (1.5 %");
  }

  @Test
  void collectionThatIsReadForwardInPart_isJudgedAsAWhole() throws Exception {
    SkippedPictures skipped = of(200, 199);
    skipped.add(0, "it is broken");
    skipped.add(1, "it is broken");

    assertThatThrownBy(() -> skipped.add(2, "it is broken"))
        .isInstanceOf(TooManySkippedException.class);
    assertThat(skipped.count()).isEqualTo(3);
  }

  @Test
  void singlePicture_isCalledTheOnlyOne() {
    assertThatThrownBy(() -> new SkippedPictures(new Stream(1, 0), 0).add(0, "it is broken"))
        .hasMessage("the only picture of stream cannot be read: 0.jpg (it is broken); give others");
  }
}
