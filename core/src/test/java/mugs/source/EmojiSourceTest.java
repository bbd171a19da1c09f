package mugs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmojiSourceTest {
  private static EmojiSource emoji;
  private static List<String> paths;

  @BeforeAll
  static void open() throws IOException {
    emoji = EmojiSource.open();
    paths = IntStream.range(0, emoji.size()).mapToObj(emoji::path).toList();
  }

  @Test
  void the_set_when_opened_has_every_emoji_once_and_three_levels() {
    assertThat(emoji.size()).isEqualTo(3781);
    assertThat(new HashSet<>(paths)).hasSize(3781);
    assertThat(emoji.levels())
        .extracting(LabelLevel::name)
        .containsExactly("group", "subgroup", "emoji");
    assertThat(emoji.levels().get(0).classes())
        .containsExactlyInAnyOrder(
            "activities",
            "animals-nature",
            "flags",
            "food-drink",
            "objects",
            "people-body",
            "smileys-emotion",
            "symbols",
            "travel-places");
    assertThat(emoji.levels().get(1).classes()).hasSize(98).doesNotHaveDuplicates();
    assertThat(emoji.levels().get(2).classes()).doesNotHaveDuplicates();
  }

  @Test
  void every_class_when_counted_has_a_picture() {
    for (LabelLevel level : emoji.levels()) {
      assertThat(Arrays.stream(level.labels()).distinct().count())
          .isEqualTo(level.classes().size());
      assertThat(level.labels()).hasSize(3781);
    }
  }

  @Test
  void paths_are_in_the_order_of_their_characters() {
    assertThat(paths).isSorted();
  }

  @Test
  void the_waving_hand_has_one_picture_for_each_of_five_skin_tones_and_one_without() {
    String hand = "people-body/hand-fingers-open/waving-hand/";
    assertThat(paths)
        .filteredOn(path -> path.startsWith(hand))
        .containsExactly(
            hand + "dark-skin-tone.png",
            hand + "default.png",
            hand + "light-skin-tone.png",
            hand + "medium-dark-skin-tone.png",
            hand + "medium-light-skin-tone.png",
            hand + "medium-skin-tone.png");
    int dark = paths.indexOf(hand + "dark-skin-tone.png");
    for (int i = dark; i < dark + 6; i++) {
      assertThat(labels(emoji, i))
          .containsExactly("people-body", "hand-fingers-open", "waving-hand");
    }
  }

  @Test
  void two_people_with_five_skin_tones_each_make_twenty_five_pictures_and_one_without() {
    assertThat(paths)
        .filteredOn(path -> path.startsWith("people-body/family/people-holding-hands/"))
        .hasSize(26)
        .contains("people-body/family/people-holding-hands/light-and-dark-skin-tone.png");
  }

  @Test
  void names_with_accents_apostrophes_and_signs_become_plain_letters() {
    assertThat(paths)
        .contains(
            "activities/game/pinata/default.png",
            "travel-places/time/one-oclock/default.png",
            "symbols/keycap/keycap-number-sign/default.png",
            "symbols/keycap/keycap-asterisk/default.png",
            "flags/country-flag/flag-cote-divoire/default.png");
  }

  @Test
  void the_flag_of_france_is_blue_white_and_red_on_white() throws IOException {
    byte[] flag = pixels("flags/country-flag/flag-france/default.png");
    assertThat(colour(flag, 0, 0)).containsExactly(255, 255, 255);
    assertThat(colour(flag, 63, 63)).containsExactly(255, 255, 255);
    assertThat(colour(flag, 32, 32)).allMatch(channel -> channel > 200);
    List<Integer> left = colour(flag, 12, 32);
    assertThat(left.get(2)).isGreaterThan(left.get(0) + 60);
    List<Integer> right = colour(flag, 52, 32);
    assertThat(right.get(0)).isGreaterThan(right.get(2) + 60);
  }

  @Test
  void the_black_large_square_is_dark_inside_and_the_red_heart_is_red() throws IOException {
    byte[] square = pixels("symbols/geometric/black-large-square/default.png");
    assertThat(colour(square, 32, 32)).allMatch(channel -> channel < 100);
    List<Integer> heart = colour(pixels("smileys-emotion/heart/red-heart/default.png"), 32, 32);
    assertThat(heart.get(0)).isGreaterThan(180);
    assertThat(heart.get(1)).isLessThan(100);
    assertThat(heart.get(2)).isLessThan(100);
  }

  @Test
  void nearly_all_corners_are_white_and_no_picture_is_blank() throws IOException {
    int whiteCorners = 0;
    for (int i = 0; i < emoji.size(); i++) {
      StoredPicture.Raw picture = (StoredPicture.Raw) emoji.read(i);
      assertThat(picture.width()).isEqualTo(64);
      assertThat(picture.height()).isEqualTo(64);
      assertThat(picture.rgb()).hasSize(64 * 64 * 3);
      assertThat(IntStream.range(0, 64 * 64).anyMatch(p -> !isWhite(picture.rgb(), p))).isTrue();
      if (isWhite(picture.rgb(), 0)) {
        whiteCorners++;
      }
    }
    assertThat(whiteCorners).isGreaterThan(3700);
  }

  @Test
  void without_skin_tones_each_emoji_has_one_picture_and_the_same_classes() {
    PictureSource plain = emoji.withoutSkinTones();
    assertThat(plain.size()).isEqualTo(emoji.levels().get(2).classes().size()).isEqualTo(1906);
    assertThat(plain.name()).isEqualTo("emoji:without-skin-tones");
    for (int level = 0; level < 3; level++) {
      LabelLevel labels = plain.levels().get(level);
      assertThat(labels.classes()).isEqualTo(emoji.levels().get(level).classes());
      assertThat(Arrays.stream(labels.labels()).distinct().count())
          .isEqualTo(labels.classes().size());
    }
    assertThat(IntStream.range(0, plain.size()).mapToObj(plain::path))
        .allMatch(path -> path.endsWith("/default.png"));
  }

  @Test
  void the_fingerprint_when_opened_again_is_the_same_and_without_skin_tones_another()
      throws IOException {
    assertThat(EmojiSource.open().fingerprint())
        .isEqualTo(emoji.fingerprint())
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(emoji.withoutSkinTones().fingerprint());
  }

  @Test
  void an_index_outside_is_refused() {
    assertThatThrownBy(() -> emoji.read(3781)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> emoji.path(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void a_resource_of_another_kind_or_cut_short_is_refused() throws IOException {
    assertThatThrownBy(() -> EmojiSource.read(new ByteArrayInputStream(new byte[100])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("begin with 00000000, version 0, not 4d454d4f, version 1");
    byte[] beginning;
    try (InputStream resource = EmojiSource.resource()) {
      beginning = resource.readNBytes(100_000);
    }
    assertThatThrownBy(() -> EmojiSource.read(new ByteArrayInputStream(beginning)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void look_alikes_are_the_snowboarder_and_four_flags_of_territories() throws IOException {
    Map<ByteBuffer, List<String>> alike = new LinkedHashMap<>();
    for (int i = 0; i < emoji.size(); i++) {
      ByteBuffer rgb = ByteBuffer.wrap(((StoredPicture.Raw) emoji.read(i)).rgb());
      alike.computeIfAbsent(rgb, key -> new ArrayList<>()).add(labels(emoji, i).get(2));
    }
    assertThat(alike.values().stream().filter(names -> names.size() > 1))
        .containsExactlyInAnyOrder(
            Collections.nCopies(6, "snowboarder"),
            List.of("flag-clipperton-island", "flag-france"),
            List.of("flag-ceuta-melilla", "flag-spain"),
            List.of("flag-norway", "flag-svalbard-jan-mayen"),
            List.of("flag-u-s-outlying-islands", "flag-united-states"));
  }

  private static List<String> labels(PictureSource source, int index) {
    return source.levels().stream().map(l -> l.classes().get(l.labels()[index])).toList();
  }

  private static byte[] pixels(String path) throws IOException {
    return ((StoredPicture.Raw) emoji.read(paths.indexOf(path))).rgb();
  }

  private static List<Integer> colour(byte[] rgb, int x, int y) {
    int at = 3 * (64 * y + x);
    return List.of(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
  }

  private static boolean isWhite(byte[] rgb, int pixel) {
    return rgb[3 * pixel] == -1 && rgb[3 * pixel + 1] == -1 && rgb[3 * pixel + 2] == -1;
  }
}
