package mugs.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Picture files and a recipe for tests that train. */
final class TinyPictures {

  private static final String RECIPE =
      """
      extends: demo
      crops: {global-size: 16, local-size: 8, local-crops: 1}
      backbone: {width: 16, blocks: 1, heads: 2, patch-size: 8}
      heads: {hidden: 16, predictor-hidden: 16, output: 8, group-hidden: 16, bottleneck: 8}
      supervision:
        instance: {queue: 32}
        local-group: {queue: 32, memory: 32}
        group: {prototypes: 16}
      optimiser: {batch: 8}
      schedule: {epochs: 2, warm-up-epochs: 1}
      run: {workers: 1}
      """;

  private TinyPictures() {}

  /** Writes 24 pictures of 16 x 16 pixels in three folders. */
  static Path write(Path folder) throws IOException {
    for (int i = 0; i < 24; i++) {
      BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 256; pixel++) {
        picture.setRGB(pixel % 16, pixel / 16, i * 700_001 + pixel * (i + 1));
      }
      Path file = folder.resolve("class " + i % 3).resolve("Bild ü" + i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    }
    return folder;
  }

  /** Writes a recipe of six steps on these pictures. */
  static Path writeRecipe(Path folder) throws IOException {
    return Files.writeString(Files.createDirectories(folder).resolve("tiny.yaml"), RECIPE);
  }
}
