package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty files, of which five are broken; the others are 48 x 32 pixels. */
class PictureSurveyTest {
  private static final long MAX_PIXELS = 100_000_000;
  private static final String FILES = Path.of("src/test/resources/pictures").toString();

  private static PictureSurvey survey(boolean decode, int threads) throws Exception {
    try (PictureSource source = PictureSources.open(List.of(FILES))) {
      return PictureSurvey.of(source, decode, MAX_PIXELS, threads, done -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void brokenFiles_areNamed_andTheOthersCounted_forAnyNumberOfThreads(int threads)
      throws Exception {
    PictureSurvey survey = survey(true, threads);

    assertThat(survey.decoded()).isTrue();
    assertThat(survey.readable()).isEqualTo(15);
    assertThat(survey.widths()).hasValue(new Spread(48, 48, 48));
    assertThat(survey.heights()).hasValue(new Spread(32, 32, 32));
    assertThat(survey.pixels()).hasValue(new Spread(1536, 1536, 1536));
    assertThat(survey.formats().get(0)).isEqualTo(Map.entry("PNG", 6));
    assertThat(survey.formats())
        .containsExactlyInAnyOrder(
            Map.entry("PNG", 6), // one of them is called a-png.jpg
            Map.entry("JPEG", 5),
            Map.entry("WebP", 1),
            Map.entry("BMP", 1),
            Map.entry("TIFF", 1),
            Map.entry("GIF", 1));
    UnreadablePictures unreadable = survey.unreadable();
    assertThat(unreadable.count()).isEqualTo(5);
    assertThat(unreadable.kinds())
        .containsEntry("broken JPEG: its N bytes cannot be decoded", 1)
        .containsEntry("broken PNG: its N bytes cannot be decoded", 1)
        .containsEntry("the file is empty, expected a picture", 1)
        .hasSize(5);
    assertThat(unreadable.first().keySet()).containsExactly(4, 6, 9, 17, 18); // by name
    assertThat(unreadable.first().get(6)).isEqualTo("the file is empty, expected a picture");
    assertThat(survey.smallerThan(32)).isZero();
    assertThat(survey.smallerThan(33)).isEqualTo(15);
    assertThat(survey.duplicates().orElseThrow().groups())
        .singleElement()
        .isEqualTo(new int[] {0, 15});
  }

  @Test
  void headersAlone_doNotTellWhatIsBrokenBehindThem_norHowAPictureIsTurned() throws Exception {
    PictureSurvey survey = survey(false, 2);

    assertThat(survey.decoded()).isFalse();
    assertThat(survey.duplicates()).isEmpty();
    assertThat(survey.unreadable().first().keySet()).containsExactly(6, 9, 17);
    assertThat(survey.widths()).hasValue(new Spread(32, 48, 9_000));
    assertThat(survey.heights()).hasValue(new Spread(32, 32, 9_000));
    assertThat(survey.pixels()).hasValue(new Spread(1536, 1536, 81_000_000));
  }

  /** Hands out beginnings of at most some bytes; counts the pictures that are read as a whole. */
  private static final class Beginnings extends PicturesBehind {
    private final PictureSource pictures;
    private final int most;
    private final AtomicInteger whole = new AtomicInteger();

    Beginnings(PictureSource pictures, int most) {
      super(pictures);
      this.pictures = pictures;
      this.most = most;
    }

    @Override
    public StoredPicture read(int index) throws IOException {
      whole.incrementAndGet();
      return super.read(index);
    }

    @Override
    public StoredPicture readBeginning(int index, int bytes) throws IOException {
      return pictures.readBeginning(index, Math.min(bytes, most));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 3", // what is wrong with three
    "200, 5", // and packed.tif and turned.jpg, whose headers end at bytes 436 and 203
    "1, 20",
  })
  void headersAlone_areReadFromTheBeginnings_wholePicturesOnlyWhereTheseDoNotDo(int most, int whole)
      throws Exception {
    try (PictureSource files = PictureSources.open(List.of(FILES))) {
      Beginnings counted = new Beginnings(files, most);

      PictureSurvey survey = PictureSurvey.of(counted, false, MAX_PIXELS, 2, done -> {});

      assertThat(counted.whole).hasValue(whole);
      assertThat(survey.readable()).isEqualTo(17);
      assertThat(survey.unreadable().first()).isEqualTo(survey(false, 1).unreadable().first());
    }
  }

  @Test
  void sourceThatCannotReadSomePictures_isSurveyed_itsProgressHeard() {
    PlainPictures pictures = PlainPictures.coloured(2500).withBroken(0, 2499);
    List<Integer> heard = new ArrayList<>();

    PictureSurvey survey = PictureSurvey.of(pictures, true, MAX_PIXELS, 3, heard::add);

    assertThat(heard).containsExactly(1024, 2048, 2500);
    assertThat(survey.readable()).isEqualTo(2498);
    assertThat(survey.formats()).containsExactly(Map.entry("raw pixels", 2498));
    assertThat(survey.unreadable().kinds()).containsExactly(Map.entry("it is broken", 2));
    // colours come again after 256 pictures
    assertThat(survey.duplicates().orElseThrow().groups()).hasSize(256);
    assertThat(survey.duplicates().orElseThrow().copies()).isEqualTo(2498 - 256);
  }

  @Test
  void sourceOfWhichNothingCanBeRead_hasNoSizes() {
    PictureSurvey survey =
        PictureSurvey.of(
            PlainPictures.grey(1, 2).withBroken(0, 1), true, MAX_PIXELS, 1, done -> {});

    assertThat(survey.readable()).isZero();
    assertThat(survey.widths()).isEmpty();
    assertThat(survey.formats()).isEmpty();
    assertThat(survey.duplicates().orElseThrow().groups()).isEmpty();
  }

  @Test
  void reasons_areCountedByKind_andTheFirstThousandKept() {
    UnreadablePictures unreadable = new UnreadablePictures();

    for (int i = 1499; i >= 0; i--) {
      unreadable.add(i, "a/" + i + ".png", "cannot read a/" + i + ".png: short by " + i);
    }
    unreadable.add(1500, "b.png", "it is empty");

    assertThat(unreadable.count()).isEqualTo(1501);
    assertThat(unreadable.kinds())
        .containsExactly(
            Map.entry("cannot read FILE: short by N", 1500), Map.entry("it is empty", 1));
    assertThat(unreadable.first()).hasSize(1000).containsKeys(0, 999);
  }

  @ParameterizedTest
  @CsvSource({
    "'the PNG header claims 30000 x 20000 pixels, at most 100 million are read',"
        + "'the PNG header claims N x N pixels, at most 100 million are read'",
    "'it has 70,000,001 bytes, and at most 64,000,000 are read',"
        + "'it has N bytes, and at most 64,000,000 are read'",
    "'expected 1 to 4 channels, found 5','expected 1 to 4 channels, found N'",
  })
  void limitsInReasons_areNotMasked(String reason, String kind) {
    UnreadablePictures unreadable = new UnreadablePictures();

    unreadable.add(0, "a.png", reason);

    assertThat(unreadable.kinds()).containsOnlyKeys(kind);
  }

  @Test
  void manyKindsOfReasons_areThrownTogether() {
    UnreadablePictures unreadable = new UnreadablePictures();

    for (int i = 0; i < 300; i++) {
      unreadable.add(i, "x.png", "x".repeat(i + 1));
    }

    assertThat(unreadable.kinds()).hasSize(101).containsEntry(UnreadablePictures.OTHER, 200);
  }

  @ParameterizedTest
  @CsvSource({"'5', 5, 5, 5", "'9,1,4', 1, 4, 9", "'8,2,6,4', 2, 4, 8"})
  void spread_isSmallestMiddleAndLargest(String values, long min, long median, long max) {
    long[] numbers = List.of(values.split(",", -1)).stream().mapToLong(Long::parseLong).toArray();

    assertThat(Spread.of(numbers)).isEqualTo(new Spread(min, median, max));
  }
}
