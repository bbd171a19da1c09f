package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty-four pictures of 16 x 16 pixels in three classes; then one copy and one broken file. */
class InspectCommandTest {
  @TempDir Path folder;
  private Path pictures;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    Files.copy(
        pictures.resolve("class 1/Bild \u00fc1.png"), pictures.resolve("class 0/another.png"));
    Files.writeString(pictures.resolve("class 2/text.png"), "no picture");
  }

  @Test
  void collection_isTold_lineByLine() {
    Captured inspected = Captured.run("inspect", pictures.toString());

    assertThat(inspected.exitCode()).isZero();
    assertThat(inspected.out().lines())
        .containsExactly(
            "pictures: 26 pictures",
            "width       16 to 16 pixels, median 16",
            "height      16 to 16 pixels, median 16",
            "area        256 to 256 pixels, median 256",
            "formats     PNG 25",
            "labels      level-1: 3 classes of 8 to 9 pictures, median 9",
            "            class 0 9, class 2 9, class 1 8",
            "unreadable  1, 3.8 % of all; training skips them",
            "            1 x expected JPEG, PNG, WebP, BMP, TIFF or GIF, found something else (N bytes)",
            "            class 2/text.png: expected JPEG, PNG, WebP, BMP, TIFF or GIF,"
                + " found something else (10 bytes)",
            "duplicates  1 exact copy of other pictures, in 1 group; 1 with different labels",
            "            class 0/another.png = class 1/Bild \u00fc1.png");
    assertThat(inspected.err().lines())
        .startsWith("Looking for pictures in " + pictures)
        .last()
        .asString()
        .startsWith("inspected 26/26  ");
  }

  @Test
  void filesLeftOutForTheirEndings_areCounted() throws IOException {
    for (String name : List.of("n1", "n2", "y.heic")) {
      Files.writeString(pictures.resolve("class 1").resolve(name), "left out");
    }
    Files.copy(pictures.resolve("class 1/Bild \u00fc1.png"), pictures.resolve("class 1/y.jfif"));

    assertThat(inspect())
        .startsWith("pictures: 27 pictures\nleft out    3 files that do not end in .jpg, .jpeg, ");
    assertThat(inspect("--json")).contains("\"pictures\":27,\"filesLeftOut\":3,");
  }

  @Test
  void json_isOneObject_withAllOfIt() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);

    Captured inspected =
        Captured.run(
            "inspect",
            "--json",
            "--quiet",
            "--recipe",
            recipe.toString(),
            "--set",
            "optimiser.batch=9",
            pictures.toString());

    assertThat(inspected.exitCode()).isZero();
    assertThat(inspected.err()).isEmpty();
    JsonNode json = JsonMapper.builder().build().readTree(inspected.out());
    assertThat(json.path("pictures").asInt()).isEqualTo(26);
    assertThat(json.path("decoded").asBoolean()).isTrue();
    assertThat(json.at("/width/median").asInt()).isEqualTo(16);
    assertThat(json.at("/formats/PNG").asInt()).isEqualTo(25);
    assertThat(json.at("/levels/0/classes").asInt()).isEqualTo(3);
    assertThat(json.at("/levels/0/largest/0/name").asText()).isEqualTo("class 0");
    assertThat(json.at("/levels/0/picturesAClass/min").asInt()).isEqualTo(8);
    assertThat(json.at("/unreadable/pictures").asInt()).isEqualTo(1);
    assertThat(json.at("/unreadable/files/0/path").asText()).isEqualTo("class 2/text.png");
    assertThat(json.at("/duplicates/copies").asInt()).isEqualTo(1);
    assertThat(json.at("/duplicates/differentLabels").asInt()).isEqualTo(1);
    assertThat(json.at("/duplicates/examples/0")).hasSize(2);
    assertThat(json.at("/recipe/fits").asBoolean()).isFalse(); // queues of 32, 25 pictures
    assertThat(json.at("/recipe/points/6/words").asText())
        .isEqualTo("9: 2 steps an epoch, 4 in all");
  }

  @Test
  void quick_saysWhatItDidNotLookFor() throws IOException {
    Captured inspected = Captured.run("inspect", "--quick", "--quiet", pictures.toString());
    assertThat(inspected.out())
        .contains("duplicates  not looked for (headers alone were read)\n")
        .contains("unreadable  1, 3.8 % of all; training skips them (headers alone were read)\n");

    Captured json = Captured.run("inspect", "--quick", "--json", "--quiet", pictures.toString());
    JsonNode fields = JsonMapper.builder().build().readTree(json.out());
    assertThat(fields.path("decoded").asBoolean()).isFalse();
    assertThat(fields.has("duplicates")).isFalse();
  }

  @Test
  void recipe_isToldPointByPoint() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);

    Captured inspected =
        Captured.run("inspect", pictures.toString(), "--recipe", recipe.toString(), "--quiet");

    assertThat(inspected.out())
        .contains(
            "recipe      tiny does not suit them\n",
            "            ok  pictures.max-skipped           0.01: 1 may be skipped,"
                + " 1 cannot be read\n",
            "            NO  supervision.instance.queue     is 32 for 25 pictures");
  }

  /** Of 27 pictures a single one is more than 1 %, and one may always be skipped. */
  @Test
  void moreUnreadablePicturesThanTrainingSkips_areSaidToStopIt() throws IOException {
    Files.writeString(pictures.resolve("class 2/text 2.png"), "no picture");
    String recipe = TinyPictures.writeRecipe(folder).toString();

    String stops =
        "unreadable  2, 7.4 % of all; training stops: 1 may be skipped (pictures.max-skipped)\n";
    assertThat(inspect()).contains(stops);
    assertThat(inspect("--recipe", recipe)).contains(stops);
    assertThat(inspect("--recipe", recipe, "--set", "pictures.max-skipped=0.1"))
        .contains("unreadable  2, 7.4 % of all; training skips them\n");
    assertThat(inspect("--recipe", recipe, "--set", "pictures.max-pixels=255"))
        .contains("unreadable  27, 100.0 % of all; training stops, as there is nothing else\n");
  }

  @Test
  void limitsOfTheRecipe_sayWhatIsUnreadable() throws IOException {
    Path large = pictures.resolve("class 0/large.png");
    Files.copy(pictures.resolve("class 1/Bild \u00fc1.png"), large);
    Files.write(
        large, new byte[1_000_000], StandardOpenOption.APPEND); // decoders do not look there
    String recipe = TinyPictures.writeRecipe(folder).toString();

    String any = inspect("--recipe", recipe);
    String small = inspect("--recipe", recipe, "--set", "pictures.max-megabytes=1");
    String fewPixels = inspect("--recipe", recipe, "--set", "pictures.max-pixels=255");
    String quick = inspect("--quick", "--recipe", recipe, "--set", "pictures.max-pixels=255");

    assertThat(any).contains("unreadable  1, 3.7 % of all", "1 may be skipped, 1 cannot be read");
    assertThat(small)
        .contains("unreadable  2, 7.4 % of all", "(pictures.max-megabytes)")
        .contains("1 may be skipped, 2 cannot be read");
    assertThat(fewPixels)
        .contains("unreadable  27, 100.0 % of all", "at most 255 are read")
        .contains("1 may be skipped, 27 cannot be read");
    assertThat(quick).contains("unreadable  27, 100.0 % of all", "at most 255 are read");
  }

  private String inspect(String... options) {
    List<String> arguments = new ArrayList<>(List.of("inspect", "--quiet", pictures.toString()));
    arguments.addAll(List.of(options));
    return Captured.run(arguments.toArray(String[]::new)).out();
  }

  @Test
  void builtInPictures_haveNoFiles_andTheSameSnowboarderInAllSkinTones() {
    Captured inspected = Captured.run("inspect", "emoji:", "--quiet");

    assertThat(inspected.out())
        .contains("emoji:: 3,781 pictures", "raw pixels 3,781", "labels      subgroup: 98 classes")
        .contains("people-body/person-sport/snowboarder/dark-skin-tone.png = ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FOLDER/gone|\"FOLDER/gone\" does not exist",
        "FOLDER/pictures FOLDER/gone|\"FOLDER/gone\" does not exist",
        "FOLDER/net.onnx|FOLDER/net.onnx is an ONNX file, which is not read: give the weights",
        "FOLDER --set optimiser.batch=9|--set changes a recipe: name it with --recipe",
        "FOLDER --recipe dmeo|no recipe 'dmeo': did you mean 'demo'?",
        "--quick|missing required parameter: 'PICTURES'",
      })
  void wrongInput_isOneLine(String arguments, String message) throws IOException {
    String here = folder.toString();
    Files.write(folder.resolve("net.onnx"), new byte[] {8, 8, 18, 4, 'm', 'u', 'g', 's'});

    Captured refused =
        Captured.run(
            List.of(("inspect --quiet " + arguments).replace("FOLDER", here).split(" ", -1))
                .toArray(String[]::new));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("mugs: " + message.replace("FOLDER", here));
  }
}
