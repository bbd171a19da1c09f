package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;

class SharedPicturesTest {
  private static final PlainPictures TRAIN = PlainPictures.grey(1, 2, 3, 4, 5, 6);

  private static SharedPictures read(Division division, int... trained) {
    return SharedPictures.read(division, trained, (done, total) -> {}, () -> false).orElseThrow();
  }

  @Test
  void picturesStoredTheSame_areCounted_thoseThatCannotBeReadAreLikeNoOther() {
    PlainPictures train = PlainPictures.grey(1, 2, 3, 4, 5, 6).withBroken(1);
    PlainPictures test = PlainPictures.grey(1, 2, 6, 6, 9, 5).withBroken(5);
    SharedPictures shared = read(Division.of(train, test), 0, 1, 2, 3, 4, 5);
    assertThat(shared.among(new int[] {0, 1, 2, 3, 4, 5})).isEqualTo(3); // 1, 6 and 6
    assertThat(shared.among(new int[] {0, 1})).isEqualTo(1);
    assertThat(shared.among(new int[] {2, 3})).isZero();
  }

  @Test
  void picturesAreReadOnce_howeverManyPartsOfThemAreLearnedFrom_andOthersNotAtAll() {
    PlainPictures train = PlainPictures.grey(1, 2, 3, 4, 5, 6);
    PlainPictures test = PlainPictures.grey(2, 3);
    SharedPictures shared = read(Division.of(train, test), 0, 1, 2);
    assertThat(shared.among(new int[] {0, 1})).isEqualTo(1);
    assertThat(shared.among(new int[] {0, 1, 2})).isEqualTo(2);
    assertThat(IntStream.range(0, 6).map(train::timesAsked)).containsExactly(1, 1, 1, 0, 0, 0);
    assertThat(IntStream.range(0, 2).map(test::timesAsked)).containsExactly(1, 1);
  }

  @Test
  void readingTells_howFarItIs_andEndsWhenItIsAsked() {
    PlainPictures many = PlainPictures.coloured(1000);
    List<String> told = new ArrayList<>();
    int[] all = IntStream.range(0, 1000).toArray();
    Optional<SharedPictures> stopped =
        SharedPictures.read(
            Division.of(many, TRAIN),
            all,
            (done, total) -> told.add(done + " of " + total),
            () -> !told.isEmpty());
    assertThat(stopped).isEmpty();
    assertThat(told).containsExactly("512 of 1006");
    assertThat(many.asked()).hasSize(512);
    told.clear();
    SharedPictures.read(
        Division.of(many, TRAIN),
        all,
        (done, total) -> told.add(done + " of " + total),
        () -> false);
    assertThat(told).containsExactly("512 of 1006", "1000 of 1006", "1006 of 1006");
  }
}
