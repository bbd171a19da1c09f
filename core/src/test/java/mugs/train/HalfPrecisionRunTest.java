package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfPrecisionRunTest {
  private static final PlainPictures PICTURES = PlainPictures.coloured(48);
  private static final Recipe RECIPE =
      TinyRun.recipe("run.precision=float16", "run.knn-every=0", "run.max-steps=4");

  @TempDir private Path folder;

  private RunFolder run(String name, long stopAfter) throws Exception {
    RunFolder run = RunFolder.create(folder.resolve(name));
    Pretraining[] going = new Pretraining[1];
    PretrainingListener stops =
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            if (progress.step() == stopAfter) {
              going[0].stop();
            }
          }
        };
    try (Pretraining pretraining = new Pretraining(RECIPE, PICTURES, stops)) {
      going[0] = pretraining;
      pretraining.run(run);
    }
    return run;
  }

  @Test
  void scaleOfTheLosses_isKept_soThatAResumedRunEndsBitForBitLikeOneThatWasNot() throws Exception {
    Path whole = run("whole", 0).last().resolve("state.safetensors");
    RunFolder stopped = run("stopped", 2);

    try (SafetensorsReader state =
            SafetensorsReader.open(stopped.last().resolve("state.safetensors"));
        Scope scope = Scope.withoutGradients()) {
      assertThat(state.read("loss_scale").item_double()).isBetween(1.0, 65_536.0);
      assertThat(state.read("loss_scale.steps").item_long()).isBetween(1L, 2L);
    }
    try (Pretraining resumed =
        Pretraining.resume(stopped, stopped.recipe(), PICTURES, PretrainingListener.NONE)) {
      assertThat(resumed.advice())
          .anyMatch(advice -> advice.startsWith("run.precision is float16"));
      assertThat(resumed.run(stopped).steps()).isEqualTo(4);
    }

    assertThat(Files.readAllBytes(stopped.last().resolve("state.safetensors")))
        .isEqualTo(Files.readAllBytes(whole));
  }
}
