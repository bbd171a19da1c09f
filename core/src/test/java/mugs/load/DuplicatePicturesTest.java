package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import mugs.source.LabelLevel;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;

class DuplicatePicturesTest {
  private static final StoredPicture A = new StoredPicture.Encoded(new byte[] {1, 2, 3});
  private static final StoredPicture B = new StoredPicture.Encoded(new byte[] {1, 2, 4});

  private static DuplicatePictures of(StoredPicture... pictures) {
    DuplicatePictures.Hashes hashes = new DuplicatePictures.Hashes(pictures.length);
    BitSet all = new BitSet();
    for (int i = 0; i < pictures.length; i++) {
      hashes.put(i, pictures[i]);
      all.set(i);
    }
    return hashes.among(all);
  }

  @Test
  void equalBytes_areOneGroup_inTheOrderOfTheSource() {
    DuplicatePictures found =
        of(
            B,
            A,
            new StoredPicture.Encoded(new byte[] {1, 2, 3}),
            B,
            A,
            new StoredPicture.Encoded(new byte[0]));

    assertThat(found.groups()).containsExactly(new int[] {0, 3}, new int[] {1, 2, 4});
    assertThat(found.copies()).isEqualTo(3);
  }

  @Test
  void everyPair_isFound_whereverItStands() {
    StoredPicture[] pictures = new StoredPicture[301];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = new StoredPicture.Encoded(new byte[] {(byte) (i % 150), 7});
    }
    pictures[300] = A;

    DuplicatePictures found = of(pictures);

    assertThat(found.groups()).hasSize(150);
    for (int i = 0; i < 150; i++) {
      assertThat(found.groups().get(i)).containsExactly(i, i + 150);
    }
  }

  @Test
  void picturesThatWereLeftOut_makeNoGroup() {
    DuplicatePictures.Hashes hashes = new DuplicatePictures.Hashes(3);
    BitSet some = new BitSet();
    some.set(1, 3);
    hashes.put(1, A);
    hashes.put(2, B);

    assertThat(hashes.among(some).groups()).isEmpty();
  }

  @Test
  void samePixelsInAnotherShape_areAnotherPicture() {
    byte[] pixels = new byte[6];

    assertThat(
            of(new StoredPicture.Raw(pixels, 2, 1), new StoredPicture.Raw(pixels, 1, 2)).groups())
        .isEmpty();
    assertThat(
            of(new StoredPicture.Raw(pixels, 2, 1), new StoredPicture.Raw(pixels, 2, 1)).groups())
        .hasSize(1);
  }

  @Test
  void labels_differ_whereTheyDoAtAnyLevel() {
    DuplicatePictures found = new DuplicatePictures(List.of(new int[] {0, 1}, new int[] {2, 3}));
    LabelLevel coarse = new LabelLevel("coarse", List.of("a", "b"), new int[] {0, 0, 1, 1});
    LabelLevel fine = new LabelLevel("fine", List.of("x", "y", "z"), new int[] {0, 1, 2, 2});

    assertThat(found.differentlyLabelled(List.of())).isZero();
    assertThat(found.differentlyLabelled(List.of(coarse))).isZero();
    assertThat(found.differentlyLabelled(List.of(coarse, fine))).isEqualTo(1);
  }
}
