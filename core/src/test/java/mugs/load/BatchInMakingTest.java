package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mugs.augment.AreaRange;
import mugs.augment.CropSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchInMakingTest {

  private static final CropSettings SETTINGS =
      new CropSettings(2, 1, 0, new AreaRange(1, 1), new AreaRange(1, 1), 0, 0, false);

  private final BatchMemory memory = BatchMemory.reserve(SETTINGS, 3);
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
    batch.fail(2, "third.jpg", new IllegalStateException("late"));
    batch.finish();
    assertThat(batch.hasFailed()).isFalse(); // the second may still fail, and comes first
    batch.fail(1, "second.jpg", new IllegalStateException("early"));
    assertThat(batch.hasFailed()).isTrue();
    assertThat(batch.isWhole()).isFalse();
    assertThatThrownBy(batch::raise)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot make crops of second.jpg: java.lang.IllegalStateException: early")
        .hasRootCauseMessage("early");
  }

  @Test
  void error_isThrownAsItIs() {
    batch.take();
    batch.fail(0, "first.jpg", new OutOfMemoryError("no heap"));
    assertThatThrownBy(batch::raise).isInstanceOf(OutOfMemoryError.class).hasMessage("no heap");
  }
}
