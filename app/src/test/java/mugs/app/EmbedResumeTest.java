package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that goes on, or must not be begun anew. */
class EmbedResumeTest extends EmbedRuns {

  @Test
  void fileThatIsThere_isRefused_andResumingFindsNothingToDo() throws IOException {
    assertThat(embed("f.npy").exitCode()).isZero();
    byte[] before = Files.readAllBytes(folder.resolve("f.npy"));

    Captured again = embed("f.npy");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "mugs: "
                + folder.resolve("f.npy")
                + " is there already: give --out another name, or delete it\n");
    Files.delete(folder.resolve("f.npy"));
    for (String[] more : List.of(new String[] {}, new String[] {"--resume"})) {
      Captured besides = embed("f.npy", more);
      assertThat(besides.exitCode()).isEqualTo(2);
      assertThat(besides.err()).contains("f.npy.json is there already");
      assertThat(written()).containsExactly("f.npy.json", "f.npy.paths.txt");
    }
    Files.write(folder.resolve("f.npy"), before);

    Captured resumed = embed("f.npy", "--resume", "--json");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(new ObjectMapper().readTree(resumed.out()).path("vectors").asInt()).isEqualTo(24);

    assertThat(embed("f.npy", "--resume").out())
        .isEqualTo(
            "%s is whole with 24 vectors, there is nothing left to do%n"
                .formatted(folder.resolve("f.npy")));

    Captured other = embed("f.npy", "--resume", "--unit-length");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("was begun with unitLength false, not true");
    assertThat(folder.resolve("f.npy")).hasBinaryContent(before);
  }

  private static int done(Path state) throws IOException {
    return Files.exists(state)
        ? new ObjectMapper().readTree(state.toFile()).path("done").asInt()
        : 0;
  }

  /** Real processes; a network that takes its time, so that the kill falls into the work. */
  @Test
  @Timeout(600) // against hanging alone
  void processThatIsKilled_isGoneOnWith_toTheSameBytes() throws Exception {
    writeWeights(VitSettings.of(96, 8, 96, 8, 2));
    for (int copy = 0; copy < 12; copy++) { // 300 pictures
      TinyPictures.write(pictures.resolve("copy " + copy));
    }
    Files.writeString(pictures.resolve("copy 3/broken.jpg"), "no picture");
    Path log = folder.resolve("log");
    Process whole = RealProcess.start(log, arguments("whole.npy"));
    assertThat(whole.waitFor()).as("see its log").isZero();

    Process killed =
        RealProcess.startWith("-Dmugs.embed-save-seconds=0", log, arguments("killed.npy"));
    Path state = folder.resolve("killed.npy.state");
    while (killed.isAlive() && done(state) == 0) {
      killed.waitFor(5, TimeUnit.MILLISECONDS);
    }
    killed.destroyForcibly().waitFor();
    assertThat(folder.resolve("killed.npy")).as("the kill came too late").doesNotExist();
    int done = done(state);
    assertThat(done).as("the middle").isBetween(1, 300);

    Captured refused = embed("killed.npy");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("was begun and is not whole: go on with --resume");
    assertThat(RealProcess.start(log, arguments("killed.npy", "--resume")).waitFor())
        .as(Files.readString(log))
        .isZero();
    assertThat(log).content().contains("Going on after " + done + " pictures");

    for (String ending : List.of(".npy", ".npy.paths.txt", ".npy.skipped.tsv")) {
      assertThat(folder.resolve("killed" + ending))
          .hasSameBinaryContentAs(folder.resolve("whole" + ending));
    }
    assertThat(written()).noneMatch(name -> name.endsWith(".part") || name.endsWith(".state"));
  }
}
