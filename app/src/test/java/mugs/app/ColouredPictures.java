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
    return write(folder, OF_A_CLASS);
  }

  /** Writes so many of each colour. */
  static Path write(Path folder, int ofAClass) throws IOException {
    draw(folder.resolve("red"), new Color(200, 10, 10), ofAClass);
    draw(folder.resolve("green"), new Color(10, 200, 10), ofAClass);
    draw(folder.resolve("blue"), new Color(10, 10, 200), ofAClass);
    return folder;
  }

  private static void draw(Path folder, Color colour, int ofAClass) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < ofAClass; i++) {
      BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(colour);
      graphics.fillRect(0, 0, 16, 16);
      graphics.dispose();
      picture.setRGB(i % 16, (i + i / 16) % 16, 0x808080);
      ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
    }
  }
}
