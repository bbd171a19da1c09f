package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

  @ParameterizedTest
  @ValueSource(strings = {"runs/pretrain-1", "emoji:", "/tmp/Grüße_2.zip"})
  void plainWords_stayAsTheyAre(String word) {
    assertThat(ShellWord.of(word)).isEqualTo(word);
  }

  @ParameterizedTest
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @ValueSource(strings = {"my run 2", "it's", "$HOME", "a*b", "", "x;y", "shard-{0..3}.tar", "\\"})
  void otherWords_areReadBackByAShell(String word) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(word))
            .redirectErrorStream(true)
            .start();

    assertThat(shell.getInputStream().readAllBytes())
        .isEqualTo(word.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void severalWords_standApart() {
    assertThat(ShellWord.of(List.of("cats", "my dogs"))).isEqualTo("cats 'my dogs'");
  }
}
