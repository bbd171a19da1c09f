package mugs.emoji;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;

/** The strips of the picture archive: columns of square cells with a border of one pixel. */
final class Strips {
  /** Width and height of a picture in pixels. */
  static final int SIDE = 64;

  private static final int BORDER = 1;
  private static final int CELL = SIDE + 2 * BORDER;
  private static final int COUNT = 62;
  private static final String ENTRY = "res/drawable-nodpi-v4/emoji_google_sheet_%d.png";

  private final List<BufferedImage> strips;

  private Strips(List<BufferedImage> strips) {
    this.strips = strips;
  }

  static Strips read(Path archive) throws IOException {
    List<BufferedImage> strips = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (int i = 0; i < COUNT; i++) {
        String name = ENTRY.formatted(i);
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
          throw new IOException(archive + " has no " + name + "; is it another version?");
        }
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        BufferedImage strip = ImageIO.read(new ByteArrayInputStream(bytes));
        if (strip == null || strip.getWidth() != CELL || strip.getHeight() % CELL != 0) {
          throw new IOException(name + " in " + archive + " is no strip of 66 x 66 pixel cells");
        }
        strips.add(strip);
      }
    }
    return new Strips(strips);
  }

  /** Returns the pixels of a cell over white: {@code SIDE * SIDE * 3} bytes, red, green, blue. */
  byte[] overWhite(Sprite sprite) {
    int[] argb =
        strips
            .get(sprite.strip())
            .getRGB(BORDER, sprite.row() * CELL + BORDER, SIDE, SIDE, null, 0, SIDE);
    byte[] rgb = new byte[3 * argb.length];
    for (int i = 0; i < argb.length; i++) {
      int alpha = argb[i] >>> 24;
      for (int channel = 0; channel < 3; channel++) {
        int value = (argb[i] >> (8 * (2 - channel))) & 0xff;
        rgb[3 * i + channel] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
    return rgb;
  }
}
