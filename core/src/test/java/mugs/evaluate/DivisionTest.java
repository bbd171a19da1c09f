package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import mugs.load.PlainPictures;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;

class DivisionTest {

  private static final LabelLevel PETS =
      new LabelLevel("pet", List.of("cat", "dog", "owl"), new int[] {0, 1, 1, 0});
  private static final LabelLevel OTHERS =
      new LabelLevel("pet", List.of("ant", "dog", "cat"), new int[] {0, 1, 2, 2, 0});

  @Test
  void classes_areMatchedByName_andThoseThatNobodyLearntComeLast() {
    LabelPair pair = LabelPair.of(PETS, PETS.labels(), OTHERS, OTHERS.labels());

    assertThat(pair.classes()).containsExactly("cat", "dog", "ant");
    assertThat(pair.known()).isEqualTo(2);
    assertThat(pair.train()).containsExactly(0, 1, 1, 0);
    assertThat(pair.test()).containsExactly(2, 1, 0, 0, 2);
    assertThat(pair.unknown()).containsExactly("ant");
    assertThat(pair.unknownPictures()).isEqualTo(2);
  }

  @Test
  void theOnlyLevelsOfTwoSources_belongTogether_andOthersByName() {
    LabelLevel a = new LabelLevel("a", List.of("x"), new int[] {0});
    LabelLevel b = new LabelLevel("b", List.of("x"), new int[] {0});
    LabelLevel c = new LabelLevel("c", List.of("x"), new int[] {0});

    assertThat(LabelPair.counterpart(a, List.of(a), List.of(c))).contains(c);
    assertThat(LabelPair.counterpart(b, List.of(a, b), List.of(b, c))).contains(b);
    assertThat(LabelPair.counterpart(a, List.of(a, b), List.of(b, c))).isEmpty();
  }

  @Test
  void aCut_takesItsShareOfEachClass() {
    PlainPictures source = PlainPictures.coloured(6).labelled("pet", 2, 0, 0, 0, 1, 1, 1);

    Division cut = Division.cut(source, source.levels().get(0), 0.34, 1);

    assertThat(cut.testPictures()).hasSize(2);
    assertThat(cut.testPictures()[0]).isLessThan(3);
    assertThat(cut.testPictures()[1]).isGreaterThanOrEqualTo(3);
    assertThat(cut.trainPart().size()).isEqualTo(4);
    assertThat(cut.testPart().path(0)).isEqualTo(source.path(cut.testPictures()[0]));
  }

  @Test
  void whatCannotBeMeasured_isRefusedInWords() {
    PlainPictures bare = PlainPictures.coloured(3);
    PlainPictures alike = bare.labelled("pet", 2, 1, 1, 1);
    PlainPictures lonely = bare.labelled("pet", 3, 0, 1, 2);
    PlainPictures good = bare.labelled("pet", 2, 0, 1, 1);

    assertRefused(() -> Division.levels(bare, List.of()), "the pictures of plain have no labels");
    assertRefused(
        () -> Division.levels(alike, List.of()),
        "all 3 pictures of plain are of one class at level pet (class-1)");
    assertRefused(() -> Division.levels(lonely, List.of()), "a class of its own at level pet");
    assertRefused(
        () -> Division.levels(good, List.of("pets")),
        "plain has no label level 'pets', did you mean 'pet'?: it has pet");
    assertRefused(
        () -> Division.cut(lonely, lonely.levels().get(0), 0.5, 0), "no class of plain has two");
    assertRefused(
        () -> Division.of(good, bare).labels(good.levels().get(0), new int[0], new int[0]),
        "the pictures of plain have no labels, so that no answer can be checked");
  }

  /** Six pictures; the finer level is named first, or comes first in the source. */
  @Test
  void theFinestLevel_isThatOfMostClasses_howeverTheyAreOrdered() {
    LabelLevel fine = new LabelLevel("fine", List.of("a", "b", "c"), new int[] {0, 0, 1, 1, 2, 2});
    LabelLevel coarse = new LabelLevel("coarse", List.of("x", "y"), new int[] {0, 0, 0, 0, 1, 1});
    PictureSource source = new LevelledSource(List.of(fine, coarse));

    assertThat(Division.levels(source, List.of())).containsExactly(coarse, fine);
    assertThat(Division.levels(source, List.of("fine", "coarse"))).containsExactly(coarse, fine);
  }

  @Test
  void theLevelThatHasOneClass_isTheOneThatIsNamed() {
    LabelLevel good = new LabelLevel("good", List.of("a", "b"), new int[] {0, 0, 1, 1, 1, 1});
    LabelLevel alike = new LabelLevel("alike", List.of("x"), new int[6]);
    LabelLevel own =
        new LabelLevel("own", List.of("1", "2", "3", "4", "5", "6"), new int[] {0, 1, 2, 3, 4, 5});

    assertRefused(
        () -> Division.levels(new LevelledSource(List.of(good, alike)), List.of("good", "alike")),
        "all 6 pictures of levelled are of one class at level alike (x): give");
    assertRefused(
        () -> Division.levels(new LevelledSource(List.of(alike, own)), List.of()),
        "of one class at level alike (x), and every picture of levelled is a class of its own at"
            + " level own: give at least two classes, of several pictures each");
  }

  /** Six pictures that nobody reads. */
  private record LevelledSource(List<LabelLevel> levels) implements PictureSource {
    @Override
    public String name() {
      return "levelled";
    }

    @Override
    public int size() {
      return 6;
    }

    @Override
    public String path(int index) {
      return Integer.toString(index);
    }

    @Override
    public StoredPicture read(int index) throws IOException {
      throw new IOException("nobody reads it");
    }
  }

  private static void assertRefused(Runnable work, String reason) {
    assertThatThrownBy(work::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
