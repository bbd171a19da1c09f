package mugs.app;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Pictures of one colour and a dot, for tests: whatever the network, those of a class are alike and
 * those of two are not.
 */
final class ColouredPictures {
  private static final int OF_A_CLASS = 8;

  private ColouredPictures() {}

  /** Writes 8 red, 8 green and 8 blue pictures of 16 x 16 pixels, a folder for each colour. */
  static Path write(Path folder) throws IOException {
    draw(folder.resolve("red"), new Color(200, 10, 10));
    draw(folder.resolve("green"), new Color(10, 200, 10));
    draw(folder.resolve("blue"), new Color(10, 10, 200));
    return folder;
  }

  private static void draw(Path folder, Color colour) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < OF_A_CLASS; i++) {
      BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(colour);
      graphics.fillRect(0, 0, 16, 16);
      graphics.dispose();
      picture.setRGB(i, i, 0x808080);
      ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
    }
  }
}
