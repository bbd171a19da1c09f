package mugs.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mugs.engine.Precision;
import mugs.engine.SafetensorsWriter;
import mugs.image.ImageEncoder;
import mugs.image.RgbImage;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;

/** A vision transformer that embeds in a blink, and pictures for it. */
public final class SmallNetwork {
  static final NetworkDescription DESCRIPTION =
      new NetworkDescription(
          VitSettings.of(16, 8, 12, 2, 3),
          List.of(0.485, 0.456, 0.406),
          List.of(0.229, 0.224, 0.225));

  private SmallNetwork() {}

  /** Writes weights, random but always the same. */
  public static Path write(Path file) throws IOException {
    return write(file, DESCRIPTION);
  }

  static Path write(Path file, NetworkDescription network) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (Parameters parameters =
        Parameters.initial(
            VisionTransformer.specs(network.vit(), ""), 5, Precision.FLOAT32.onCpu())) {
      SafetensorsWriter.write(file, parameters.asMap(), network.metadata());
    }
    return file;
  }

  /** Returns a PNG of some size that no other number gives. */
  public static byte[] picture(int number) {
    return ImageEncoder.png(pixels(number));
  }

  static RgbImage pixels(int number) {
    int width = 20 + number % 7;
    int height = 19 + number % 5;
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * (number + 3) + i / width * number);
    }
    return new RgbImage(width, height, pixels);
  }
}
