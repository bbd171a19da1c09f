package mugs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BracePatternTest {
  @Test
  void a_range_keeps_its_leading_zeros() throws NoPicturesException {
    assertThat(BracePattern.expand("s-{0008..0011}.tar"))
        .containsExactly("s-0008.tar", "s-0009.tar", "s-0010.tar", "s-0011.tar");
    assertThat(BracePattern.expand("{9..10}")).containsExactly("9", "10");
    assertThat(BracePattern.expand("{2..0}")).containsExactly("2", "1", "0");
  }

  @Test
  void a_list_and_a_range_give_all_combinations() throws NoPicturesException {
    assertThat(BracePattern.expand("{a,b}/{0..1}.tar"))
        .containsExactly("a/0.tar", "a/1.tar", "b/0.tar", "b/1.tar");
  }

  @Test
  void braces_without_range_or_list_are_part_of_the_name() throws NoPicturesException {
    assertThat(BracePattern.expand("{x}/{}.tar")).containsExactly("{x}/{}.tar");
    assertThat(BracePattern.expand("{1..")).containsExactly("{1..");
  }

  @Test
  void more_than_a_million_are_refused_and_never_made() {
    assertThatThrownBy(() -> BracePattern.expand("{0..999999999}"))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("more than a million");
    assertThatThrownBy(() -> BracePattern.expand("{0..9999}{0..9999}"))
        .isInstanceOf(NoPicturesException.class);
  }
}
