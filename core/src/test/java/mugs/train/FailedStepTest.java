package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.load.FloatCrops;
import mugs.load.PlainPictures;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedStepTest {
  private static final int IMAGES = 40;

  @TempDir private Path folder;

  private static Tensor numbered(int crops) {
    double[] values = new double[crops * IMAGES];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % IMAGES;
    }
    return Scope.keep(Tensors.of(values, crops, IMAGES, 1, 1, 1));
  }

  @Test
  void largeBatch_isWrittenInParts_thatTogetherHoldEachImageOnce() throws Exception {
    boolean[] weak = new boolean[IMAGES];
    weak[33] = true;
    long[] pictures = LongStream.range(0, IMAGES).map(i -> IMAGES - 1 - i).toArray();
    Path place;
    try (Scope scope = Scope.withoutGradients();
        FloatCrops crops = new FloatCrops(numbered(2), numbered(2), numbered(3), weak, pictures)) {
      place =
          FailedStep.write(
              new RunFolder(folder), 7, crops, PlainPictures.coloured(IMAGES), "it is not finite");
    }

    assertThat(Files.readAllLines(place.resolve("pictures.tsv")))
        .hasSize(IMAGES)
        .endsWith("39\t0\tplain/0.png");
    try (SafetensorsReader first = SafetensorsReader.open(place.resolve("crops-0.safetensors"));
        SafetensorsReader rest = SafetensorsReader.open(place.resolve("crops-32.safetensors"));
        Scope scope = Scope.withoutGradients()) {
      assertThat(first.shape("globals")).containsExactly(2, 32, 1, 1, 1);
      assertThat(rest.shape("locals")).containsExactly(3, 8, 1, 1, 1);
      assertThat(Tensors.toDoubles(rest.read("teacher").select(0, 1).flatten()))
          .containsExactly(32, 33, 34, 35, 36, 37, 38, 39);
      assertThat(Tensors.toDoubles(rest.read("weak"))).containsExactly(0, 1, 0, 0, 0, 0, 0, 0);
      assertThat(Tensors.toDoubles(rest.read("pictures"))).containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
      assertThat(rest.metadata()).containsEntry("step", "7").containsKey("reason");
    }
  }
}
