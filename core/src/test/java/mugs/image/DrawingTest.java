package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingTest {
  private static final int PAPER = 0xfffefd;

  private static int at(RgbImage picture, int x, int y) {
    int i = 3 * (y * picture.width() + x);
    byte[] pixels = picture.pixels();
    return (pixels[i] & 0xff) << 16 | (pixels[i + 1] & 0xff) << 8 | (pixels[i + 2] & 0xff);
  }

  @Test
  void rectangle_isFilled_andNothingElse_evenWhereItLeavesTheDrawing() {
    Drawing drawing = new Drawing(4, 3, PAPER);

    drawing.fill(2, -1, 9, 2, 0x102030);

    RgbImage picture = drawing.picture();
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        assertThat(at(picture, x, y)).isEqualTo(x >= 2 && y == 0 ? 0x102030 : PAPER);
      }
    }
  }

  @Test
  void picture_isPlaced_eachPixelASquare() {
    RgbImage two = new RgbImage(2, 1, new byte[] {1, 2, 3, (byte) 200, (byte) 210, (byte) 220});
    Drawing drawing = new Drawing(8, 5, PAPER);

    drawing.place(two, 1, 1, 3);

    RgbImage picture = drawing.picture();
    assertThat(at(picture, 1, 1)).isEqualTo(0x010203);
    assertThat(at(picture, 3, 3)).isEqualTo(0x010203);
    assertThat(at(picture, 4, 1)).isEqualTo(0xc8d2dc);
    assertThat(at(picture, 6, 3)).isEqualTo(0xc8d2dc);
    assertThat(at(picture, 0, 1)).isEqualTo(PAPER);
    assertThat(at(picture, 7, 3)).isEqualTo(PAPER);
    assertThat(at(picture, 3, 4)).isEqualTo(PAPER);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11, 15, 30})
  void capital_standsOnItsLine_asHighAsAsked(int capital) {
    RgbImage picture = written("H", capital);

    int top = Integer.MAX_VALUE;
    int bottom = -1;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if ((at(picture, x, y) & 0xff) < 0x80) {
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    int stroke = 1 + capital / 11; // half of it on each side of the line
    assertThat(bottom).isBetween(60 - stroke, 60 + stroke);
    assertThat(bottom - top).isBetween(capital - stroke, capital + 2 * stroke);
  }

  @Test
  void text_staysWithinItsWidth() {
    int width = Drawing.widthOf("mugs", 12);
    RgbImage picture = written("mugs", 12);

    assertThat(width).isBetween(24, 80).isLessThan(Drawing.widthOf("mugs mugs", 12));
    boolean reached = false;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (at(picture, x, y) != PAPER) {
          assertThat(x).isBetween(20 - 2, 20 + width + 2);
          reached |= x > 20 + width - 6;
        }
      }
    }
    assertThat(reached).isTrue();
  }

  @Test
  void lettersBeyondAscii_loseTheirAccents_orAreQuestionMarks() {
    byte[] marks = written("au?", 12).pixels();

    assertThat(written("a\u00fc\ud83d\udc31", 12).pixels()).isEqualTo(marks);
    assertThat(written("abc", 12).pixels()).isNotEqualTo(marks);
  }

  private static RgbImage written(String text, int capital) {
    Drawing drawing = new Drawing(160, 80, PAPER);
    drawing.write(text, 20, 60, capital, 0);
    return drawing.picture();
  }
}
