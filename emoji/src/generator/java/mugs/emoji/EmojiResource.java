package mugs.emoji;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the resource that {@code mugs.source.EmojiSource} reads; that class describes the format.
 *
 * <p>The pictures are the strips of one Android archive, which hold no more than 256 colours each,
 * so a picture is stored as a palette and one byte a pixel, deflated on its own: small, without
 * loss, and read one by one.
 */
public final class EmojiResource {
  private static final int MAGIC = 0x4d454d4f; // "MEMO"
  private static final int VERSION = 1;
  private static final int MOST_COLOURS = 256;

  private EmojiResource() {}

  /**
   * Makes the resource unless it is there and nothing it is made from has changed.
   *
   * @param arguments the archive of the pictures, the archive of the names, the resource to write,
   *     and a file that keeps what the resource was made from
   * @throws IOException if an archive cannot be read or the resource not be written
   */
  public static void main(String[] arguments) throws IOException {
    Path pictureArchive = Path.of(arguments[0]);
    Path nameArchive = Path.of(arguments[1]);
    Path resource = Path.of(arguments[2]);
    Stamp stamp = Stamp.of(List.of(pictureArchive, nameArchive));
    Path kept = Path.of(arguments[3]);
    if (Files.exists(resource) && stamp.matches(kept)) {
      return;
    }
    Files.deleteIfExists(kept);
    List<EmojiPicture> pictures =
        EmojiPictures.of(EmojiTable.read(pictureArchive, nameArchive), Strips.read(pictureArchive));
    write(pictures, resource);
    stamp.write(kept);
  }

  private static void write(List<EmojiPicture> pictures, Path resource) throws IOException {
    Path folder = Files.createDirectories(resource.toAbsolutePath().getParent());
    Path unfinished = folder.resolve(resource.getFileName() + ".unfinished");
    try (OutputStream file = Files.newOutputStream(unfinished);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.write(EmojiPictures.digest(pictures));
      out.writeInt(Strips.SIDE);
      out.writeInt(pictures.size());
      for (EmojiPicture picture : pictures) {
        byte[] path = picture.path().getBytes(StandardCharsets.UTF_8);
        byte[] deflated = deflate(picture);
        out.writeInt(path.length);
        out.write(path);
        out.writeInt(deflated.length);
        out.write(deflated);
      }
    }
    Files.move(unfinished, resource, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns the palette (its length - 1, then red, green, blue) and the pixels, deflated. */
  private static byte[] deflate(EmojiPicture picture) throws IOException {
    Map<Integer, Integer> palette = new LinkedHashMap<>();
    byte[] pixels = new byte[picture.rgb().length / 3];
    for (int i = 0; i < pixels.length; i++) {
      int colour = picture.colour(i);
      palette.putIfAbsent(colour, palette.size());
      pixels[i] = (byte) (int) palette.get(colour);
    }
    if (palette.size() > MOST_COLOURS) {
      throw new IOException(
          picture.path() + " has " + palette.size() + " colours; the format has room for 256");
    }
    Deflater strongest = new Deflater(Deflater.BEST_COMPRESSION);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, strongest)) {
      out.write(palette.size() - 1);
      for (int colour : palette.keySet()) {
        out.write(colour >> 16);
        out.write(colour >> 8);
        out.write(colour);
      }
      out.write(pixels);
    } finally {
      strongest.end();
    }
    return deflated.toByteArray();
  }
}
