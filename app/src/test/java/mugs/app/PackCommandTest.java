package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import mugs.image.ImageDecoder;
import mugs.image.ImageEncoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackCommandTest {

  @TempDir Path folder;

  private Path pictures;
  private Path shards;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    shards = folder.resolve("out").resolve("shards");
  }

  private Captured pack(String from, String... more) {
    List<String> arguments = new ArrayList<>(List.of("pack", from, "--out", shards.toString()));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  private static PictureSource open(Path path) throws IOException {
    return PictureSources.open(List.of(path.toString()));
  }

  private static byte[] bytes(PictureSource source, int index) throws IOException {
    return ((StoredPicture.Encoded) source.read(index)).bytes();
  }

  private static void assertSameLabels(PictureSource one, PictureSource other) {
    assertThat(other.levels()).hasSameSizeAs(one.levels());
    for (int level = 0; level < one.levels().size(); level++) {
      assertThat(other.levels().get(level).name()).isEqualTo(one.levels().get(level).name());
      assertThat(classes(other.levels().get(level))).isEqualTo(classes(one.levels().get(level)));
    }
  }

  private static List<String> classes(LabelLevel level) {
    return IntStream.of(level.labels()).mapToObj(level.classes()::get).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'None of the 3,781 is packed; to pack all, empty the folder and start again'",
    "1, 'It is the first of 3,781; to pack all, empty the folder and start again'",
    "512, 'They are the first of 3,781; to pack all, empty the folder and start again'",
  })
  void packingThatIsStopped_saysHowFarItCame(int packed, String words) {
    assertThat(PackCommand.afterStopping(packed, 3781)).isEqualTo(words);
  }

  @Test
  void onePicture_isPackedIntoOneShard_inTheSingular() throws IOException {
    Path one = pictures.resolve("class 0/one.png");
    RgbImage noise = new RgbImage(800, 500, new byte[3 * 800 * 500]);
    new Random(1).nextBytes(noise.pixels()); // which a PNG cannot make smaller
    Files.write(one, ImageEncoder.png(noise));

    Captured packed = pack(one.toString());

    assertThat(packed.err())
        .containsPattern("\n1 picture \\(2 MB\\) in 1 shard in \\d+ s: " + shards + "\n$");
  }

  @Test
  void folder_isPackedByteForByte_withItsLabels_inShardsOfTheSizeAsked() throws IOException {
    Captured packed = pack(pictures.toString(), "--shard-size", "10");

    assertThat(packed.exitCode()).as(packed.err()).isZero();
    assertThat(packed.out()).isEmpty();
    assertThat(packed.err())
        .contains("Looking for pictures in " + pictures)
        .contains("packed 24/24  ")
        .containsPattern(
            "\n24 pictures \\([1-9]\\d* kB\\) in 3 shards in \\d+ s: " + shards + "\n$");
    try (PictureSource before = open(pictures);
        PictureSource after = open(shards)) {
      assertThat(after.size()).isEqualTo(24);
      for (int i = 0; i < 24; i++) {
        assertThat(bytes(after, i)).isEqualTo(bytes(before, i));
        assertThat(after.path(i)).isEqualTo("shard-00000" + i / 10 + "/" + before.path(i));
      }
      assertSameLabels(before, after);
    }
  }

  @Test
  void pictures_areShrunkOnce_andSmallerOnesKeepTheirBytes() throws IOException {
    Captured packed = pack(pictures.toString(), "--shorter-side", "8", "--quiet");

    assertThat(packed.exitCode()).as(packed.err()).isZero();
    assertThat(packed.err()).isEmpty();
    try (PictureSource after = open(shards)) {
      assertThat(after.path(0)).endsWith(".jpg");
      assertThat(ImageIO.read(new ByteArrayInputStream(bytes(after, 0))).getWidth()).isEqualTo(8);
    }
    Path again = folder.resolve("again");
    assertThat(
            Captured.run(
                    "pack", pictures.toString(), "--out", again.toString(), "--shorter-side", "16")
                .exitCode())
        .isZero();
    try (PictureSource before = open(pictures);
        PictureSource after = open(again)) {
      assertThat(bytes(after, 5)).isEqualTo(bytes(before, 5));
    }
  }

  @Test
  void rawPixels_arePackedWithoutLoss_andAllThreeLevelsComeBack() throws IOException {
    Captured packed = pack("emoji:without-skin-tones", "--quiet", "--threads", "2");

    assertThat(packed.exitCode()).as(packed.err()).isZero();
    try (PictureSource before = PictureSources.open(List.of("emoji:without-skin-tones"));
        PictureSource after = open(shards)) {
      assertThat(after.size()).isEqualTo(1906);
      assertSameLabels(before, after);
      for (int i = 0; i < 1906; i += 100) {
        RgbImage read = decoded(after.read(i));
        assertThat(read.pixels()).isEqualTo(((StoredPicture.Raw) before.read(i)).rgb());
      }
    }
  }

  private static RgbImage decoded(StoredPicture stored) {
    try {
      return ImageDecoder.decode(stored);
    } catch (UnreadablePictureException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void unreadablePictures_areSkipped_countedAndListed_asJsonToo() throws IOException {
    Files.writeString(pictures.resolve("class 1").resolve("broken.jpg"), "no picture");
    Files.writeString(pictures.resolve("class 2").resolve("empty.jpg"), "");

    Captured packed = pack(pictures.toString(), "--json");

    assertThat(packed.exitCode()).as(packed.err()).isZero();
    assertThat(packed.err())
        .endsWith(
            "Pictures that could not be read: 2, listed in "
                + shards.resolve("skipped.tsv")
                + "\n");
    assertThat(shards.resolve("skipped.tsv"))
        .content()
        .startsWith("class 1/broken.jpg\texpected JPEG")
        .contains("\nclass 2/empty.jpg\tthe file is empty");
    JsonNode json = new ObjectMapper().readTree(packed.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "out", "pictures", "skippedPictures", "shards", "bytes", "complete", "seconds");
    assertThat(json.path("pictures").asInt()).isEqualTo(24);
    assertThat(json.path("skippedPictures").asInt()).isEqualTo(2);
    try (PictureSource after = open(shards)) {
      assertThat(after.size()).isEqualTo(24);
    }
  }

  @Test
  void packedPictures_trainLikeTheFolder() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);
    assertThat(pack(pictures.toString(), "--shard-size", "9").exitCode()).isZero();

    Captured trained =
        Captured.run(
            "pretrain",
            shards.toString(),
            "--recipe",
            recipe.toString(),
            "--out",
            folder.resolve("run").toString());

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err())
        .contains("parameters on 24 pictures: 6 steps, 3 an epoch")
        .contains("after step 6, kNN of the teacher:  level-1 ");
  }

  @Test
  void collectionWithoutAnyGoodPicture_failsAndLeavesNothing() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(bad.resolve("1.jpg"), "no picture");

    Captured failed = pack(bad.toString(), "--quiet");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .startsWith("mugs: the only picture cannot be read: 1.jpg (expected JPEG");
    assertThat(failed.err().lines()).hasSize(1);
    assertThat(shards).isEmptyDirectory();
  }

  @Test
  void folderThatIsNotEmpty_isRefused_andLeftAsItIs() throws IOException {
    Files.createDirectories(shards);
    Files.writeString(shards.resolve("mine.txt"), "mine");

    Captured refused = pack(pictures.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("mugs: " + shards + " is not empty");
    assertThat(shards).isDirectoryContaining("glob:**mine.txt");
    try (var files = Files.list(shards)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--shorter-side=0|--shorter-side is 0: it takes a whole number from 1 to 65500",
        "--quality=101|--quality is 101: it takes a whole number from 1 to 100",
        "--shard-size=0|--shard-size is 0: it takes a whole number from 1 to",
        "--shard-megabytes=0|--shard-megabytes is 0",
        "--max-megabytes=2001|--max-megabytes is 2001",
        "--threads=-1|--threads is -1",
        "--format=gif|invalid value for option '--format'",
        "--shorter-side=x|invalid value for option '--shorter-side': it takes one whole number, not 'x'",
      })
  void optionThatCannotBe_isRefusedInOneLine(String option, String message) {
    Captured refused = pack(pictures.toString(), option);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("mugs: " + message);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(shards).doesNotExist();
  }
}
