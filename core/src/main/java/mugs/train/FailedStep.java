package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.WholeFile;
import mugs.load.CropBatch;
import mugs.source.PictureSource;
import org.bytedeco.pytorch.Tensor;

/** Keeps the crops of a step that failed, so that it can be looked at and done again. */
final class FailedStep {
  /** Images of a file: as floats they take four times the memory of their pixels. */
  private static final int IMAGES = 32;

  private FailedStep() {}

  /**
   * Writes the names of the pictures and their crops, in files {@code crops-N.safetensors} that
   * each begin with image N of the batch and hold 32 at most.
   *
   * @param folder of the run
   * @param step its number, from 1
   * @param crops of the step
   * @param source of the pictures
   * @param reason in one line
   * @return the folder that holds them
   * @throws IOException if they cannot be written
   */
  static Path write(
      RunFolder folder, long step, CropBatch crops, PictureSource source, String reason)
      throws IOException {
    Path place = folder.path().resolve("failed-" + RunFolder.checkpointName(step));
    Files.createDirectories(place);
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < crops.images(); i++) {
      int picture = (int) crops.pictures()[i];
      names
          .append(i)
          .append('\t')
          .append(picture)
          .append('\t')
          .append(source.path(picture))
          .append('\n');
    }
    WholeFile.write(place.resolve("pictures.tsv"), names.toString());
    Map<String, String> metadata = Map.of("step", Long.toString(step), "reason", reason);
    for (int from = 0; from < crops.images(); from += IMAGES) {
      int count = Math.min(IMAGES, crops.images() - from);
      try (Scope scope = Scope.withoutGradients()) {
        Path file = place.resolve("crops-%d.safetensors".formatted(from));
        SafetensorsWriter.write(file, part(crops, from, count), metadata);
      }
    }
    return place;
  }

  private static Map<String, Tensor> part(CropBatch crops, int from, int count) {
    long[] weak = new long[count];
    for (int i = 0; i < count; i++) {
      weak[i] = crops.weak()[from + i] ? 1 : 0;
    }
    long[] pictures = Arrays.copyOfRange(crops.pictures(), from, from + count);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("teacher", crops.teacher(from, count));
    tensors.put("globals", crops.globals(from, count));
    tensors.put("locals", crops.locals(from, count));
    tensors.put("weak", Tensors.of(weak, count));
    tensors.put("pictures", Tensors.of(pictures, count));
    return tensors;
  }
}
