package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The source is a picture of 20 x 20 pixels, 1,200 values, all of them 100; flipping or turning it
 * by 0 degrees leaves it as it is.
 */
class RecordedAugmentationTest {
  private static final RecordedAugmentation KIND = new RecordedAugmentation();
  private static final int SIDE = 20;
  private static final int GREY = 0x646464;
  private static final String TURN =
      "\"rotate\", \"arguments\": {\"degrees\": 0, \"filter\": \"bilinear\", \"fill\": [0, 0, 0]}";
  private static final String FLIP = "\"flip\", \"arguments\": {}";

  @TempDir private Path folder;

  private final List<String> sections = new ArrayList<>();
  private final List<Check> told = new ArrayList<>();

  @BeforeEach
  void writeSource() throws IOException {
    write("source.png", SIDE, 0, GREY);
    write("small.png", SIDE - 1, 0, GREY);
    Files.writeString(folder.resolve("text.png"), "no picture");
  }

  /** Writes a picture; the first pixels of it have another colour. */
  private void write(String name, int width, int others, int colour) throws IOException {
    BufferedImage picture = new BufferedImage(width, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * SIDE; i++) {
      picture.setRGB(i % width, i / width, i < others ? colour : GREY);
    }
    ImageIO.write(picture, "png", folder.resolve(name).toFile());
  }

  private void writeCases(String... cases) throws IOException {
    Files.writeString(folder.resolve("cases.json"), "[" + String.join(",", cases) + "]");
  }

  private static String recorded(String file, String operation) {
    return "{\"file\": \"%s\", \"source\": \"source.png\", \"operation\": %s}"
        .formatted(file, operation);
  }

  private List<OperationCheck> verify() throws IOException {
    List<Section> verified =
        KIND.verify(
            "pictures",
            folder,
            new VerifyListener() {
              @Override
              public void section(String heading) {
                sections.add(heading);
              }

              @Override
              public void checked(Check check) {
                told.add(check);
              }
            });
    assertThat(verified).hasSize(1);
    assertThat(verified.get(0).checks()).isEqualTo(told);
    return told.stream().map(OperationCheck.class::cast).toList();
  }

  private OperationCheck verifyOne(String recordedCase) throws IOException {
    writeCases(recordedCase);
    List<OperationCheck> checks = verify();
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  @Test
  void whatPillowRecorded_holds_operationByOperation() throws IOException {
    folder = Path.of("src/test/resources/augment");

    List<OperationCheck> checks = verify();

    assertThat(checks).hasSize(25).allMatch(OperationCheck::holds);
    assertThat(checks).extracting(OperationCheck::operation).doesNotHaveDuplicates();
    assertThat(sections)
        .containsExactly(
            "pictures, %d cases".formatted(checks.stream().mapToInt(OperationCheck::cases).sum()));
  }

  // a grey level more in all values of a pixel
  @ParameterizedTest
  @CsvSource({"200, 0.5, true", "201, 0.5025, false"})
  void mean_mayBeHalfALevel(int pixels, double mean, boolean holds) throws IOException {
    write("out.png", SIDE, pixels, 0x656565);

    OperationCheck check = verifyOne(recorded("out.png", FLIP));

    assertThat(check.worstMean()).isEqualTo(mean);
    assertThat(check.worstPercentile()).isEqualTo(1);
    assertThat(check.where()).hasValue("out.png");
    assertThat(check.holds()).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({"0x676767, 3, true", "0x686868, 4, false"})
  void percentile_mayBeThreeLevels(String colour, double level, boolean holds) throws IOException {
    write("out.png", SIDE, 4, Integer.decode(colour)); // 12 of 1,200 values

    OperationCheck check = verifyOne(recorded("out.png", FLIP));

    assertThat(check.worstPercentile()).isEqualTo(level);
    assertThat(check.holds()).isEqualTo(holds);
  }

  @Test
  void fewPixels_mayDifferMore_whereTheyMove_andNowhereElse() throws IOException {
    write("out.png", SIDE, 2, 0x969696); // 6 of 1,200 values by 50: mean 0.25
    writeCases(recorded("out.png", TURN), recorded("out.png", FLIP));

    List<OperationCheck> checks = verify();

    assertThat(checks.get(0).percent()).isEqualTo(99);
    assertThat(checks.get(0).worstPercentile()).isZero();
    assertThat(checks.get(0).holds()).isTrue();
    assertThat(checks.get(1).percent()).isEqualTo(99.9);
    assertThat(checks.get(1).worstPercentile()).isEqualTo(50);
    assertThat(checks.get(1).holds()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "small.png|source.png|\"flip\"|{}|the recorded picture is 19 x 20 pixels, but 20 x 20 came out",
        "gone.png|source.png|\"flip\"|{}|cannot read gone.png: no such file or folder",
        "source.png|gone.png|\"flip\"|{}|cannot read gone.png: no such file or folder",
        "text.png|source.png|\"flip\"|{}|cannot read text.png: expected JPEG, PNG, WebP",
        "source.png|source.png|\"flop\"|{}|there is no operation 'flop': did you mean 'flip'?",
        "source.png|source.png|\"a whirl of all colours\"|{}|there is no operation 'a whirl of all colours'; known are resized_crop, ",
        "source.png|source.png|7|{}|'operation' must be a text, but it is 7",
        "source.png|source.png|\"flip\"|3|'arguments' must be an object, but it is 3",
        "source.png|source.png|\"hue\"|{}|arguments: 'shift' must be a number, but it is missing",
        "source.png|source.png|\"hue\"|{\"shift\": 2}|a hue shift is -0.5 to 0.5 turns, not 2.0",
        "source.png|source.png|\"posterize\"|{\"bits\": 0}|arguments: 'bits' must be a whole number from 1 to 8, but it is 0",
        "source.png|source.png|\"posterize\"|{\"bits\": 1.5}|arguments: 'bits' must be a whole number from 1 to 8, but it is 1.5",
        "source.png|source.png|\"resized_crop\"|{\"left\": 1, \"top\": 0, \"width\": 20, \"height\": 20, \"size\": 20, \"filter\": \"bicubic\"}|arguments: 'width' must be a whole number from 1 to 19, but it is 20",
        "source.png|source.png|\"resized_crop\"|{\"left\": 0, \"top\": 0, \"width\": 20, \"height\": 20, \"size\": 20, \"filter\": \"lanczos\"}|arguments: 'filter' must be one of [bilinear, bicubic], but it is \"lanczos\"",
        "source.png|source.png|\"shear_x\"|{\"factor\": 0.1, \"filter\": \"bilinear\", \"fill\": [0, 0, 256]}|arguments: 'fill' must be 3 whole numbers from 0 to 255, but it is [0.0, 0.0, 256.0]",
        "source.png|source.png|\"shear_x\"|{\"factor\": 0.1, \"filter\": \"bilinear\", \"fill\": 0}|arguments: 'fill' must be a list",
      })
  void caseThatCannotBeDone_failsByName_andTheOthersGoOn(
      String file, String source, String operation, String arguments, String reason)
      throws IOException {
    writeCases(
        "{\"file\": \"%s\", \"source\": \"%s\", \"operation\": %s, \"arguments\": %s}"
            .formatted(file, source, operation, arguments),
        recorded("source.png", "\"grey\", \"arguments\": {}"));

    List<OperationCheck> checks = verify();

    assertThat(checks).hasSize(2);
    assertThat(checks.get(0).holds()).isFalse();
    assertThat(checks.get(0).refused()).hasSize(1);
    assertThat(checks.get(0).refused().get(0).name()).isEqualTo(file);
    assertThat(checks.get(0).refused().get(0).reason()).contains(reason);
    assertThat(checks.get(0).lines()).hasSize(2);
    assertThat(checks.get(0).lines().get(0)).startsWith("FAIL").endsWith("none could be done");
    assertThat(checks.get(0).lines().get(1)).startsWith("     " + file + ": ");
    assertThat(checks.get(1).holds()).isTrue();
    assertThat(checks.get(1).lines()).hasSize(1);
  }

  @Test
  void entryThatIsNoCase_isNamedByItsPlace() throws IOException {
    OperationCheck check = verifyOne("17");

    assertThat(check.refused())
        .containsExactly(
            new OperationCheck.Refused(
                "case 1", "its entry: 'operation' must be a text, but it is missing"));
  }

  @Test
  void casesOfOneOperation_makeOneCheck_thatNamesTheWorst() throws IOException {
    write("near.png", SIDE, 10, 0x656565);
    write("far.png", SIDE, 100, 0x6a6a6a);
    writeCases(recorded("near.png", FLIP), recorded("far.png", TURN), recorded("gone.png", FLIP));

    List<OperationCheck> checks = verify();

    assertThat(checks).extracting(OperationCheck::operation).containsExactly("flip", "rotate");
    assertThat(checks.get(0).cases()).isEqualTo(2);
    assertThat(checks.get(0).failed()).isEqualTo(1);
    assertThat(checks.get(0).where()).hasValue("near.png");
    assertThat(checks.get(1).where()).hasValue("far.png");
    assertThat(checks.get(1).worstMean()).isEqualTo(1.5);
    assertThat(KIND.counted(List.of(new Section(Map.of(), told))))
        .isEqualTo("2 of 3 cases of 2 operations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[|is no valid JSON",
        "{}|must hold a JSON list, but it is none",
        "[]|must hold a JSON list, but it is empty",
      })
  void fileThatIsNoList_isRefused(String json, String problem) throws IOException {
    Files.writeString(folder.resolve("cases.json"), json);

    assertThatThrownBy(this::verify)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("cases.json").toString())
        .hasMessageContaining(problem);
  }
}
