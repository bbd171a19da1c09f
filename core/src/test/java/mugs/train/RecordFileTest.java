package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFileTest {

  @TempDir Path folder;

  @Test
  void whatIsKept_isFollowedByNewRecords_andTheRestIsCutOff() throws Exception {
    Path file = Files.writeString(folder.resolve("records"), "one\ntwo\nthree\n");

    try (RecordFile records = new RecordFile(file, 8)) {
      assertThat(records.length()).isEqualTo(8);
      records.add("3\n".getBytes(StandardCharsets.UTF_8));
      assertThat(records.length()).isEqualTo(10);
    }

    assertThat(file).hasContent("one\ntwo\n3\n");
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "11, 8", "3, 0", "100, 8"})
  void lineThatWasTorn_isCutOff_whateverIsToBeKept(long keep, long kept) throws Exception {
    Path file = Files.writeString(folder.resolve("records"), "one\ntwo\nthr");

    try (RecordFile records = RecordFile.ofLines(file, keep)) {
      assertThat(records.length()).isEqualTo(kept);
      records.add("3\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(file).hasContent("one\ntwo\n".substring(0, (int) kept) + "3\n");
  }

  @Test
  void linesOfANewFile_beginIt() throws Exception {
    Path file = folder.resolve("records");

    try (RecordFile records = RecordFile.ofLines(file, 5)) {
      records.add("one\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(file).hasContent("one\n");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // it tells what a process has open
  void fileThatCannotBeCut_isClosedAgain() throws Exception {
    Path file = folder.toRealPath().resolve("records");

    assertThatThrownBy(() -> new RecordFile(file, -1)).isInstanceOf(IllegalArgumentException.class);

    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.filter(link -> leadsTo(link, file))).isEmpty();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException e) {
      return false; // that of the listing itself
    }
  }

  /** The shell lets no file grow beyond a block, which POSIX says has 512 bytes. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void recordThatDoesNotFit_leavesNothing_andLaterOnesFollow() throws Exception {
    Path file = folder.resolve("records");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 1; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                LongRecords.class.getName(),
                file.toString())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(file).hasContent("a".repeat(300) + "c".repeat(100));
  }

  /** Adds records of 300, 300 and 100 bytes, of which the second does not fit. */
  static final class LongRecords {
    private LongRecords() {}

    public static void main(String[] arguments) throws Exception {
      try (RecordFile records = new RecordFile(Path.of(arguments[0]), 0)) {
        records.add("a".repeat(300).getBytes(StandardCharsets.UTF_8));
        try {
          records.add("b".repeat(300).getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
          records.add("c".repeat(100).getBytes(StandardCharsets.UTF_8));
          return;
        }
      }
      System.exit(3);
    }
  }
}
