package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mugs.augment.AreaRange;
import mugs.augment.CropSettings;
import mugs.engine.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchInMakingTest {

  private static final CropSettings SETTINGS =
      new CropSettings(2, 1, 0, new AreaRange(1, 1), new AreaRange(1, 1), 0, 0, false);

  private static final PlainPictures PICTURES = PlainPictures.coloured(10);

  private final BatchMemory memory = BatchMemory.reserve(SETTINGS.shapes(), 3, Device.CPU);
  private final BatchInMaking batch = new BatchInMaking(memory, 7, new int[] {9, 4, 6, 5, 8}, 1);

  @AfterEach
  void free() {
    memory.free();
  }

  @Test
  void pictures_areThoseOfTheOrderFromItsPlaceOn_takenOneByOne() {
    for (int image = 0; image < 3; image++) {
      assertThat(batch.hasMore()).isTrue();
      assertThat(batch.take()).isEqualTo(image);
      assertThat(batch.picture(image)).isEqualTo(new int[] {4, 6, 5}[image]);
    }
    assertThat(batch.hasMore()).isFalse();
    assertThat(batch.epoch()).isEqualTo(7);
  }

  @Test
  void batch_isWhole_onceAllItsPicturesAreOver() {
    for (int image = 0; image < 3; image++) {
      assertThat(batch.isWhole()).isFalse();
      batch.take();
      batch.finish();
    }
    assertThat(batch.isWhole()).isTrue();
    assertThat(batch.hasFailed()).isFalse();
  }

  @Test
  void failure_isToldWhenNothingIsWorkedOnAnyMore_ofSeveralTheFirstInOrder() {
    for (int image = 0; image < 3; image++) {
      batch.take();
    }
    batch.fail(2, new IllegalStateException("late"), PICTURES);
    batch.finish();
    assertThat(batch.hasFailed()).isFalse(); // the second may still fail, and comes first
    batch.fail(1, new IllegalStateException("early"), PICTURES);
    assertThat(batch.hasFailed()).isTrue();
    assertThat(batch.isWhole()).isFalse();
    assertThatThrownBy(batch::raise)
        .isInstanceOf(CropFailureException.class)
        .hasMessage("cannot make crops of plain/6.png: java.lang.IllegalStateException: early")
        .hasRootCauseMessage("early");
  }

  @Test
  void batch_isNeverWhole_ifItsFailureCannotBeNoted() {
    for (int image = 0; image < 3; image++) {
      batch.take();
    }
    batch.finish();
    batch.finish();
    // stands for a lack of memory, which cannot be had when it is wanted
    assertThatThrownBy(() -> batch.fail(3, new OutOfMemoryError(), PICTURES))
        .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    assertThat(batch.isStill()).isTrue();
    assertThat(batch.isWhole()).isFalse();
    assertThat(batch.hasFailed()).isFalse();
  }

  @Test
  void lackOfMemory_namesThePicture_andWhatToLower() {
    batch.take();
    batch.fail(0, new OutOfMemoryError("Java heap space"), PICTURES);
    assertThatThrownBy(batch::raise)
        .isInstanceOf(CropFailureException.class)
        .hasMessageMatching(
            "not enough memory to make crops of plain/4.png: lower pictures.max-pixels or"
                + " pictures.threads, or give Java more than its [0-9,]+ MB with"
                + " MUGS_JAVA_OPTS=-Xmx4g")
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }
}
