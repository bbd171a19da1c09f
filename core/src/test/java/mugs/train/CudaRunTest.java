package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.engine.Engine;
import mugs.load.PlainPictures;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs on a GPU, where there is one, against the processor. */
class CudaRunTest {
  private static final PlainPictures PICTURES = PlainPictures.coloured(48);

  @TempDir private Path folder;

  @BeforeAll
  static void needAGpu() {
    Engine.start();
    Assumptions.assumeTrue(torch.hasCUDA(), "there is no GPU here");
  }

  private static Recipe recipe(String... changes) {
    return TinyRun.recipe("run.workers=0", "run.max-steps=6").with(changes);
  }

  private List<Double> losses(String name, Recipe recipe) throws Exception {
    List<Double> losses = new ArrayList<>();
    PretrainingListener listener =
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            losses.add(progress.report().losses().total());
          }
        };
    try (Pretraining pretraining = new Pretraining(recipe, PICTURES, listener)) {
      pretraining.run(RunFolder.create(folder.resolve(name)));
    }
    return losses;
  }

  @ParameterizedTest
  @CsvSource({"float32, 1e-4", "float64, 1e-9", "tf32, 0.02", "bfloat16, 0.1", "float16, 0.03"})
  void losses_areThoseOfTheProcessor(String precision, double tolerance) throws Exception {
    String exact = precision.equals("float64") ? "float64" : "float32";
    List<Double> expected = losses("cpu", recipe("run.precision=" + exact));

    List<Double> found = losses("gpu", recipe("run.device=cuda", "run.precision=" + precision));

    assertThat(found).hasSize(6);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("step %d", i).isCloseTo(expected.get(i), within(tolerance));
    }
  }

  @Test
  void runBegunOnAGpu_goesOnOnTheProcessor_andBack() throws Exception {
    losses("run", recipe("run.device=cuda", "run.max-steps=3"));
    RunFolder run = RunFolder.existing(folder.resolve("run"));
    for (String change : List.of("cpu,6", "cuda,0")) {
      String[] parts = change.split(",", -1);
      Recipe recipe = run.recipe().with("run.device=" + parts[0], "run.max-steps=" + parts[1]);

      try (Pretraining resumed =
          Pretraining.resume(run, recipe, PICTURES, PretrainingListener.NONE)) {
        assertThat(resumed.stepsBefore()).isPositive();
        assertThat(resumed.run(run).complete()).isTrue();
      }
    }
  }
}
