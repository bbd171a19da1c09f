package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;

/** Every picture and crop of a sheet has a colour of its own, by which it is found again. */
class CropPictureTest {
  private static final int WEAK = 0x0067a3;
  private static final int STRONG = 0xb84a00;

  /** Where a colour is: its first and last column and row. */
  private record Place(int left, int top, int right, int bottom) {
    int width() {
      return right - left + 1;
    }

    int height() {
      return bottom - top + 1;
    }
  }

  private static RgbImage plain(int width, int height, int colour) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (colour >> (16 - 8 * (i % 3)));
    }
    return new RgbImage(width, height, pixels);
  }

  private static int colour(int row, int crop) {
    return 0x204000 + 0x10000 * row + 8 * crop + 4;
  }

  private static CropSheet.Shown shown(String name, int side, int row, int crop, boolean weak) {
    return new CropSheet.Shown(name, plain(side, side, colour(row, crop)), weak);
  }

  private static CropSheet.Row row(int row) {
    return new CropSheet.Row(
        "pictures/" + row,
        plain(64, 32, colour(row, 0)),
        List.of(shown("t0", 32, row, 1, true), shown("t1", 32, row, 2, true)),
        List.of(shown("s0", 32, row, 3, false), shown("s1", 32, row, 4, false)),
        List.of(
            shown("l0", 16, row, 5, true),
            shown("l1", 16, row, 6, false),
            shown("l2", 16, row, 7, true)));
  }

  private static int at(RgbImage picture, int x, int y) {
    int i = 3 * (y * picture.width() + x);
    byte[] pixels = picture.pixels();
    return (pixels[i] & 0xff) << 16 | (pixels[i + 1] & 0xff) << 8 | (pixels[i + 2] & 0xff);
  }

  private static Place find(RgbImage picture, int colour) {
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (at(picture, x, y) == colour) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return new Place(left, top, right, bottom);
  }

  @Test
  void everyCrop_isDrawnInItsRow_fromLeftToRight_itsPixelsEnlarged() {
    RgbImage drawn = CropPicture.draw(new CropSheet("Crops", "lead", List.of(row(0), row(1))));

    for (int row = 0; row < 2; row++) {
      Place whole = find(drawn, colour(row, 0));
      assertThat(whole.width()).isEqualTo(3 * 64); // six times 32, as wide as a global crop
      assertThat(whole.height()).isEqualTo(3 * 32);
      int right = whole.right();
      for (int crop = 1; crop <= 4; crop++) {
        Place place = find(drawn, colour(row, crop));
        assertThat(place.width()).isEqualTo(6 * 32);
        assertThat(place.height()).isEqualTo(6 * 32);
        assertThat(place.left()).isGreaterThan(right);
        assertThat(place.top()).isEqualTo(whole.top());
        right = place.right();
      }
      Place first = find(drawn, colour(row, 5));
      Place second = find(drawn, colour(row, 6));
      Place third = find(drawn, colour(row, 7));
      assertThat(first.width()).isEqualTo(6 * 16);
      assertThat(first.left()).isGreaterThan(right);
      assertThat(second.left()).isGreaterThan(first.right());
      assertThat(third.left()).isEqualTo(first.left());
      assertThat(third.top()).isGreaterThan(first.bottom());
    }
    assertThat(find(drawn, colour(1, 0)).top()).isGreaterThan(find(drawn, colour(0, 7)).bottom());
  }

  @Test
  void lineBelowACrop_tellsWeakFromStrong() {
    RgbImage drawn = CropPicture.draw(new CropSheet("Crops", "lead", List.of(row(0))));

    int[] marks = {WEAK, WEAK, STRONG, STRONG, WEAK, STRONG, WEAK};
    for (int crop = 1; crop <= 7; crop++) {
      Place place = find(drawn, colour(0, crop));
      assertThat(at(drawn, place.left(), place.bottom() + 1)).isEqualTo(marks[crop - 1]);
      assertThat(at(drawn, place.right(), place.bottom() + 1)).isEqualTo(marks[crop - 1]);
    }
  }

  @Test
  void sheetWithoutLocalCrops_andWithALongName_isDrawn() {
    CropSheet.Row row = row(0);
    CropSheet.Row bare =
        new CropSheet.Row(
            "x/".repeat(400) + "cat.png", row.picture(), row.teacher(), row.student(), List.of());

    RgbImage drawn = CropPicture.draw(new CropSheet("Crops", "lead", List.of(bare)));

    assertThat(find(drawn, colour(0, 4)).right()).isBetween(5 * 192, drawn.width() - 1);
    assertThat(drawn.width()).isLessThan(1200);
  }
}
