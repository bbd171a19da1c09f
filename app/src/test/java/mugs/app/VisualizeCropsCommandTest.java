package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

class VisualizeCropsCommandTest {
  @TempDir static Path folder;
  private static Path pictures;
  private static Path recipe;

  @BeforeAll
  static void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    recipe = TinyPictures.writeRecipe(folder);
  }

  private static Captured crops(Path out, String... more) {
    String[] arguments = {
      "visualize", "crops", pictures.toString(), "--recipe", recipe.toString(), "--out", out + ""
    };
    return Captured.run(
        Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void page_holdsPicturesAndCrops_andNeedsNothingElse() throws Exception {
    Path out = folder.resolve("crops.html");

    Captured written = crops(out, "--pictures", "2", "--set", "crops.strong=1");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.err()).contains("The crops of 2 of 24 pictures are in " + out);
    String page = Files.readString(out);
    assertThat(page)
        .contains("t0, weak", "t1, weak", "s0, strong", "s1, strong", "l0, strong")
        .contains("class 0/Bild \u00fc")
        .doesNotContain("http:", "https:", "<script", "<link", "url(");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("img").getLength()).isEqualTo(2 * (1 + 2 + 2 + 1));
  }

  @Test
  void picture_hasARowForEachPicture_smallCropsEnlarged() throws IOException {
    Path one = folder.resolve("one.png");
    Path three = folder.resolve("three.png");

    assertThat(crops(one, "--pictures", "1", "--quiet").err()).isEmpty();
    crops(three, "--pictures", "3");

    BufferedImage first = ImageIO.read(one.toFile());
    BufferedImage last = ImageIO.read(three.toFile());
    assertThat(last.getWidth()).isEqualTo(first.getWidth());
    assertThat(first.getWidth()).isGreaterThan(5 * 192); // 16 pixels, 12 times as large
    assertThat(last.getHeight()).isGreaterThan(first.getHeight() + 2 * 192);
  }

  @Test
  void seedAndEpoch_changeTheCrops_andTheSameGiveTheSameFile() throws IOException {
    byte[] file = bytes("--seed=1", "--epoch=2");

    assertThat(bytes("--seed=1", "--epoch=2")).isEqualTo(file);
    assertThat(bytes("--seed=2", "--epoch=2")).isNotEqualTo(file);
    assertThat(bytes("--seed=1", "--epoch=3")).isNotEqualTo(file);
  }

  private static byte[] bytes(String... options) throws IOException {
    Path out = folder.resolve("same.png");
    assertThat(crops(out, options).exitCode()).isZero();
    return Files.readAllBytes(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crops.jpg||--out is FOLDER/crops.jpg: give a file that ends in .png or .html",
        "none/crops.png||--out is FOLDER/none/crops.png, but there is no folder FOLDER/none",
        "x.png|--pictures=0|--pictures is 0: it takes a number from 1 to 100",
        "x.png|--pictures=101|--pictures is 101: it takes a number from 1 to 100",
        "x.png|--epoch=-1|--epoch is -1: epochs begin at 0",
        "x.png|--set=crops.global-size=17|--set crops.global-size=17: ",
      })
  void wrongInput_isOneLine_andWritesNothing(String out, String option, String message) {
    Path file = folder.resolve(out);

    Captured refused = option == null ? crops(file) : crops(file, option);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("mugs: " + message.replace("FOLDER", folder.toString()));
    assertThat(file).doesNotExist();
  }

  @Test
  void fileThatCannotBeWritten_isNamed_andNoPartIsLeft() throws IOException {
    Path out = Files.createDirectories(folder.resolve("full")).resolve("crops.png");
    Files.createSymbolicLink(folder.resolve("full/crops.png.part"), Path.of("/dev/full"));

    Captured failed = crops(out, "--quiet");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).isEqualTo("mugs: cannot write " + out + ": No space left on device\n");
    assertThat(folder.resolve("full")).isEmptyDirectory();
  }
}
