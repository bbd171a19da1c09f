package mugs.emoji;

import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.fellbaum.jemoji.Emoji;
import net.fellbaum.jemoji.EmojiManager;

/** Makes names such as {@code people-body/hand-fingers-open/waving-hand/dark-skin-tone.png}. */
final class EmojiNames {
  /** The modifiers of Unicode, from U+1F3FB on, in its words. */
  private static final List<String> SKIN_TONES =
      List.of("light", "medium-light", "medium", "medium-dark", "dark");

  private static final int FIRST_SKIN_TONE = 0x1f3fb;

  /** The file name of a picture without skin tone. */
  private static final String DEFAULT = "default";

  private EmojiNames() {}

  static String path(Sprite sprite) throws IOException {
    Emoji base =
        EmojiManager.getEmoji(sprite.base())
            .orElseThrow(() -> new IOException("no name is known for the emoji " + sprite.base()));
    return String.join(
        "/",
        slug(base.getGroup().getName()),
        slug(base.getSubgroup().getName()),
        slug(base.getDescription()),
        variant(sprite.emoji()) + ".png");
  }

  /** Returns the skin tones of an emoji, or {@code default} if it shows none. */
  private static String variant(String emoji) {
    List<String> tones =
        emoji
            .codePoints()
            .map(point -> point - FIRST_SKIN_TONE)
            .filter(tone -> tone >= 0 && tone < SKIN_TONES.size())
            .mapToObj(SKIN_TONES::get)
            .distinct()
            .toList();
    return tones.isEmpty() ? DEFAULT : String.join("-and-", tones) + "-skin-tone";
  }

  /**
   * Returns a description in lower-case letters a to z, digits and hyphens. Letters lose their
   * accents, apostrophes go, and the two signs that have keycaps are spelt out.
   */
  static String slug(String description) {
    String plain =
        Normalizer.normalize(description, Normalizer.Form.NFD).replaceAll("[\\p{M}’']", "");
    String spelt =
        plain
            .codePoints()
            .mapToObj(p -> p == '#' || p == '*' ? Character.getName(p) : Character.toString(p))
            .collect(Collectors.joining());
    return spelt.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
