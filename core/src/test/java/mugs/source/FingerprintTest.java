package mugs.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void nothing_gives_the_beginning_of_the_sha_256_of_nothing() {
    assertThat(new Fingerprint().digits()).isEqualTo("e3b0c44298fc1c14");
  }

  @Test
  void words_are_told_apart_from_their_concatenation() {
    assertThat(new Fingerprint().add("ab").add("c").digits())
        .isNotEqualTo(new Fingerprint().add("a").add("bc").digits());
  }
}
