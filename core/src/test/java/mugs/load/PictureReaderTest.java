package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PictureReaderTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(PictureReader.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoLonger() {
    logger.detachAppender(log);
  }

  private static PictureReader reader(PlainPictures source, double largestShare) {
    return new PictureReader(source, new SkippedPictures(source, largestShare));
  }

  @Test
  void readablePicture_isReadWithItsIndex() throws Exception {
    PictureReader reader = reader(PlainPictures.grey(0, 9, 18), 0.01);

    PictureReader.Read read = reader.read(1);

    assertThat(read.index()).isEqualTo(1);
    assertThat(read.image().width()).isEqualTo(PlainPictures.SIDE);
    assertThat(read.image().pixels()).containsOnly(9);
    assertThat(reader.skipped().count()).isZero();
  }

  @Test
  void unreadablePicture_isReplacedByTheNextReadableOne_aroundTheEnd() throws Exception {
    PictureReader reader = reader(PlainPictures.grey(1, 2, 3, 4).withBroken(2, 3), 0.5);

    assertThat(reader.read(2).index()).isZero();
    assertThat(reader.read(3).index()).isZero();
    assertThat(reader.read(1).index()).isEqualTo(1);
  }

  @Test
  void unreadablePicture_isNamedOnce_andCountedOnce_howeverOftenItIsAskedFor() throws Exception {
    PictureReader reader = reader(PlainPictures.grey(1, 2, 3, 4).withBroken(1), 0.25);

    for (int i = 0; i < 3; i++) {
      assertThat(reader.read(1).index()).isEqualTo(2);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Skipping plain/1.png: it is broken");
    assertThat(reader.skipped().count()).isEqualTo(1);
    assertThat(reader.skipped().reasons()).isEqualTo(Map.of("plain/1.png", "it is broken"));
  }

  @Test
  void asManyAsTheAllowedShare_areForgiven_andOneMoreStops() throws Exception {
    int[] values = IntStream.range(0, 200).toArray();
    PictureReader reader = reader(PlainPictures.grey(values).withBroken(7, 50, 120), 0.01);

    reader.read(50);
    reader.read(120);

    assertThatThrownBy(() -> reader.read(7))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessage(
            "3 of 200 pictures of plain cannot be read (1.5 %, at most 1 % may be): plain/7.png (it is"
                + " broken), plain/50.png (it is broken), plain/120.png (it is broken); mend or"
                + " remove them, or raise pictures.max-skipped");
  }

  @Test
  void singleOne_isForgiven_inASmallCollection() throws Exception {
    PictureReader reader = reader(PlainPictures.grey(1, 2, 3).withBroken(0), 0.01);

    assertThat(reader.read(0).index()).isEqualTo(1);
  }

  @Test
  void notASingleOne_isForgiven_whenTheShareIsZero() {
    PictureReader reader = reader(PlainPictures.grey(1, 2, 3).withBroken(0), 0);

    assertThatThrownBy(() -> reader.read(0)).isInstanceOf(TooManySkippedException.class);
  }

  @Test
  void collectionWithoutAReadablePicture_stops_whateverIsForgiven() {
    PictureReader reader = reader(PlainPictures.grey(1, 2).withBroken(0, 1), 1);

    assertThatThrownBy(() -> reader.read(1))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessage(
            "all of 2 pictures of plain cannot be read: plain/0.png (it is broken), plain/1.png (it"
                + " is broken); mend or remove them");
  }

  @Test
  void lackOfMemory_isNoReasonToSkip_andNamesThePicture() {
    PlainPictures pictures = PlainPictures.grey(1, 2, 3).withFailing(new OutOfMemoryError(), 1);
    PictureReader reader = reader(pictures, 0.5);

    assertThatThrownBy(() -> reader.read(1))
        .isInstanceOf(CropFailureException.class)
        .hasMessageContaining("plain/1.png: lower pictures.max-pixels or pictures.threads");
    assertThat(reader.skipped().count()).isZero();
  }
}
