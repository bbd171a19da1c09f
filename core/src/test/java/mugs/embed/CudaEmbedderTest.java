package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.engine.Device;
import mugs.engine.Engine;
import mugs.engine.Precision;
import mugs.load.PlainPictures;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors made by a GPU, where there is one, against those of the processor. */
class CudaEmbedderTest {
  private static final PlainPictures PICTURES = PlainPictures.coloured(300);

  @TempDir private Path folder;

  @BeforeAll
  static void needAGpu() {
    Engine.start();
    Assumptions.assumeTrue(torch.hasCUDA(), "there is no GPU here");
  }

  private List<float[]> vectors(EmbedderOptions options) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    Path weights = SmallNetwork.write(folder.resolve("weights.safetensors"));
    try (Embedder embedder = Embedder.load(weights, options)) {
      boolean complete =
          new SourceEmbedding(PICTURES, embedder, 2)
              .run(
                  0,
                  new SourceEmbedding.Sink() {
                    @Override
                    public void embedded(int index, float[] vector) {
                      vectors.add(vector);
                    }

                    @Override
                    public void unreadable(int index, String reason) throws IOException {
                      throw new IOException(reason);
                    }

                    @Override
                    public void reached(int pictures) {}
                  });
      assertThat(complete).isTrue();
    }
    return vectors;
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, class, 1e-5",
    "FLOAT64, class, 1e-6",
    "FLOAT32, class-and-mean-patch, 1e-5",
    "TF32, class, 0.02",
    "BFLOAT16, class, 0.1",
    "FLOAT16, class, 0.02"
  })
  void vectors_areThoseOfTheProcessor(Precision precision, String token, float tolerance)
      throws IOException {
    EmbedderOptions exact =
        EmbedderOptions.DEFAULT
            .withUnitLength(true)
            .withToken(token.equals("class") ? Token.CLASS : Token.CLASS_AND_MEAN_PATCH);
    List<float[]> expected = vectors(exact);

    List<float[]> found = vectors(exact.withDevice(Device.parse("cuda")).withPrecision(precision));

    assertThat(found).hasSize(PICTURES.size());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i))
          .as("picture %d", i)
          .containsExactly(expected.get(i), within(tolerance));
    }
  }

  @Test
  void oneThread_givesAGpuItsWork() throws IOException {
    Path weights = SmallNetwork.write(folder.resolve("weights.safetensors"));
    try (Embedder embedder =
        Embedder.load(weights, EmbedderOptions.DEFAULT.withDevice(Device.parse("cuda")))) {
      assertThat(embedder.threads()).isEqualTo(1);
    }
  }
}
