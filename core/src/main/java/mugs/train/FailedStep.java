package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private FailedStep() {}

  /**
   * Writes crops and the names of their pictures.
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
    try (Scope scope = Scope.withoutGradients()) {
      long[] weak = new long[crops.images()];
      for (int i = 0; i < weak.length; i++) {
        weak[i] = crops.weak()[i] ? 1 : 0;
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("teacher", crops.teacher(0, crops.images()));
      tensors.put("globals", crops.globals(0, crops.images()));
      tensors.put("locals", crops.locals(0, crops.images()));
      tensors.put("weak", Tensors.of(weak, weak.length));
      tensors.put("pictures", Tensors.of(crops.pictures(), weak.length));
      SafetensorsWriter.write(
          place.resolve("crops.safetensors"),
          tensors,
          Map.of("step", Long.toString(step), "reason", reason));
    }
    return place;
  }
}
