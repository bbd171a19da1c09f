package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;

class ContentHashTest {

  /** The SHA-256 of "abc" is the first example of FIPS 180-2, appendix B. */
  @Test
  void aFile_hasTheBeginningOfItsSha256() {
    ContentHash hash =
        ContentHash.of(new StoredPicture.Encoded("abc".getBytes(StandardCharsets.UTF_8)));

    assertThat(hash).hasToString("ba7816bf8f01cfea414140de5dae2223");
    assertThat(ContentHash.parse(hash.toString())).isEqualTo(hash);
  }

  @Test
  void pixels_areToldByTheirShapeToo() {
    byte[] pixels = new byte[12];

    assertThat(ContentHash.of(new StoredPicture.Raw(pixels, 4, 1)))
        .isNotEqualTo(ContentHash.of(new StoredPicture.Raw(pixels, 2, 2)));
  }

  @Test
  void whatIsNoHash_isRefused() {
    assertThatThrownBy(() -> ContentHash.parse("abcd"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ContentHash.parse("x".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
