package mugs.app;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures of one colour and a little: whatever the network, those of a class are alike. */
final class ColouredPictures {
  private static final Map<String, Color> CLASSES =
      Map.of(
          "red", new Color(200, 10, 10),
          "green", new Color(10, 200, 10),
          "blue", new Color(10, 10, 200));

  private ColouredPictures() {}

  /** Writes eight of each of three classes, and returns the folder. */
  static Path write(Path folder) throws IOException {
    return write(folder, 8);
  }

  /** Writes so many of each of three classes, and returns the folder. */
  static Path write(Path folder, int ofAClass) throws IOException {
    for (Map.Entry<String, Color> each : CLASSES.entrySet()) {
      for (int i = 0; i < ofAClass; i++) {
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(each.getValue());
        graphics.fillRect(0, 0, 16, 16);
        graphics.dispose();
        picture.setRGB(i % 16, i / 16, 0x808080);
        Path file = folder.resolve(each.getKey()).resolve(i + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
      }
    }
    return folder;
  }
}
