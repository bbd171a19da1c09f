package mugs.emoji;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names the pictures and brings them into the order of their names. */
final class EmojiPictures {

  private EmojiPictures() {}

  /**
   * Returns one picture a cell, sorted by path.
   *
   * <p>An emoji that is also known without its variation selector stands in the table twice, with
   * one cell; the first is kept. What remains is each fully qualified emoji of Unicode once. A few
   * of these look alike (the flags of France and of Clipperton Island): they stay, they are
   * different emoji.
   */
  static List<EmojiPicture> of(List<Sprite> sprites, Strips strips) throws IOException {
    Set<Cell> cells = new HashSet<>();
    SortedMap<String, EmojiPicture> pictures = new TreeMap<>();
    for (Sprite sprite : sprites) {
      if (cells.add(new Cell(sprite.strip(), sprite.row()))) {
        EmojiPicture picture = new EmojiPicture(EmojiNames.path(sprite), strips.overWhite(sprite));
        if (pictures.put(picture.path(), picture) != null) {
          throw new IOException("two emoji have the name " + picture.path());
        }
      }
    }
    return List.copyOf(pictures.values());
  }

  /** Returns the SHA-256 of all names and pixels: it tells whether two builds hold the same. */
  static byte[] digest(List<EmojiPicture> pictures) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (EmojiPicture picture : pictures) {
        digest.update(picture.path().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(picture.rgb());
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Cell(int strip, int row) {}
}
