package mugs.emoji;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads which emoji lies where. The archives keep their tables as compiled Kotlin: one class a
 * category, which lists emoji, each with its position and its variants.
 */
final class EmojiTable {
  private static final String CATEGORIES = "com.vanniktech.emoji.google.category.";

  private EmojiTable() {}

  /** Returns every emoji and variant, a base emoji always before its variants. */
  static List<Sprite> read(Path pictureArchive, Path nameArchive) throws IOException {
    ArchivedClasses classes = ArchivedClasses.read(List.of(pictureArchive, nameArchive));
    List<Sprite> sprites = new ArrayList<>();
    try {
      for (String name : classes.names()) {
        if (name.startsWith(CATEGORIES) && name.endsWith("Category")) {
          Object category = classes.loadClass(name).getConstructor().newInstance();
          for (Object emoji : (Iterable<?>) get(category, "getEmojis")) {
            add(sprites, emoji, (String) get(emoji, "getUnicode"));
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IOException(
          "the position tables in " + pictureArchive + " are not as expected; another version?", e);
    }
    return sprites;
  }

  private static void add(List<Sprite> sprites, Object emoji, String base)
      throws ReflectiveOperationException {
    int strip = (int) get(emoji, "getX$emoji_google_release");
    int row = (int) get(emoji, "getY$emoji_google_release");
    sprites.add(new Sprite((String) get(emoji, "getUnicode"), base, strip, row));
    for (Object variant : (Iterable<?>) get(emoji, "getVariants")) {
      add(sprites, variant, base);
    }
  }

  private static Object get(Object from, String getter) throws ReflectiveOperationException {
    return from.getClass().getMethod(getter).invoke(from);
  }
}
