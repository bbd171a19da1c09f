package mugs.image;

import java.text.Normalizer;
import java.util.Map;

/** Writes text in ASCII, as far as it can be read so: for a font that has nothing else. */
final class PlainLetters {
  private static final String UNKNOWN = "?";

  /** Letters that Unicode does not take apart. */
  private static final Map<Integer, String> SPELT =
      Map.ofEntries(
          Map.entry(0xdf, "ss"), // sharp s
          Map.entry(0xc6, "AE"),
          Map.entry(0xe6, "ae"),
          Map.entry(0x152, "OE"),
          Map.entry(0x153, "oe"),
          Map.entry(0xd8, "O"), // with a stroke, as the next
          Map.entry(0xf8, "o"),
          Map.entry(0x110, "D"),
          Map.entry(0x111, "d"),
          Map.entry(0x141, "L"),
          Map.entry(0x142, "l"),
          Map.entry(0xd0, "D"), // eth
          Map.entry(0xf0, "d"),
          Map.entry(0xde, "Th"), // thorn
          Map.entry(0xfe, "th"),
          Map.entry(0x131, "i"), // without a dot
          Map.entry(0x2013, "-"), // dashes
          Map.entry(0x2014, "-"),
          Map.entry(0x2018, "'"), // quotes
          Map.entry(0x2019, "'"),
          Map.entry(0x201c, "\""),
          Map.entry(0x201d, "\""),
          Map.entry(0xd7, "x"));

  private PlainLetters() {}

  /**
   * Returns the text without accents, ligatures and the like taken apart, and a question mark for
   * each letter that has no plain form.
   *
   * @param text of any letters, accents joined to them or not
   */
  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(letter -> plain.append(plain(letter)));
    return plain.toString();
  }

  private static String plain(int letter) {
    String same = Character.toString(letter);
    if (isPlain(same)) {
      return same;
    }
    String parts = Normalizer.normalize(same, Normalizer.Form.NFKD).replaceAll("\\p{Mn}+", "");
    String spelt = SPELT.getOrDefault(letter, parts);
    return !spelt.isEmpty() && isPlain(spelt) ? spelt : UNKNOWN;
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
  }
}
