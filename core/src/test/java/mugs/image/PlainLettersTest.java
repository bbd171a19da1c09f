package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainLettersTest {

  @ParameterizedTest
  @CsvSource({
    "dog/1.png, dog/1.png",
    "Gr\u00fc\u00dfe, Grusse",
    "Gru\u0308\u00dfe, Grusse", // as a Mac writes file names
    "\u00c5ngstr\u00f6m, Angstrom",
    "\u0141\u00f3d\u017a, Lodz",
    "sm\u00f8rrebr\u00f8d, smorrebrod",
    "\u00c6r\u00f8, AEro",
    "e\ufb03cient, efficient",
    "caf\u00e9 \u2013 2.png, cafe - 2.png",
    "\u9ce5/1.png, ?/1.png",
    "\ud55c, ?",
    "\ud83d\ude00.png, ?.png",
  })
  void text_isWrittenInAscii(String text, String plain) {
    assertThat(PlainLetters.of(text)).isEqualTo(plain);
  }
}
