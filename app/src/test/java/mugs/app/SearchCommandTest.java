package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.SafetensorsWriter;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCommandTest {
  private static final String COPY = "class 0/Bild ü9.png";
  private static final String ORIGINAL = "class 0/Bild ü3.png";

  @TempDir Path folder;

  private Path pictures;
  private Path weights;
  private Path index;

  @BeforeEach
  void embed() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    Files.write(pictures.resolve(COPY), Files.readAllBytes(pictures.resolve(ORIGINAL)));
    weights = write("weights.safetensors", 5);
    index = folder.resolve("f.npy");
    Captured made =
        Captured.run(
            "embed",
            pictures.toString(),
            "--weights",
            weights.toString(),
            "--out",
            index.toString(),
            "--token",
            "mean-patch");
    assertThat(made.exitCode()).as(made.err()).isZero();
  }

  private Path write(String name, long seed) throws IOException {
    VitSettings vit = VitSettings.of(16, 8, 16, 2, 2);
    NetworkDescription network =
        new NetworkDescription(vit, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    Path file = folder.resolve(name);
    try (Parameters parameters =
        Parameters.initial(VisionTransformer.specs(vit, ""), seed, Precision.FLOAT32.onCpu())) {
      SafetensorsWriter.write(file, parameters.asMap(), network.metadata());
    }
    return file;
  }

  private Captured search(String... more) {
    List<String> arguments = new ArrayList<>(List.of("search", "--index", index.toString()));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  @Test
  void picture_findsItselfAndItsCopy_wayTheIndexWasMade() throws IOException {
    Captured found =
        search(
            pictures.resolve(COPY).toString(),
            "--weights",
            weights.toString(),
            "--json",
            "--count",
            "3");

    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.out().lines()).hasSize(1);
    JsonNode answer = new ObjectMapper().readTree(found.out());
    assertThat(answer.path("recall").asDouble()).as("every row was looked at").isEqualTo(1);
    JsonNode results = answer.path("results");
    assertThat(results).hasSize(3);
    assertThat(
            List.of(results.path(0).path("path").asText(), results.path(1).path("path").asText()))
        .containsExactlyInAnyOrder(COPY, ORIGINAL);
    assertThat(results.path(0).path("similarity").asDouble()).isBetween(0.99999, 1.00001);
    assertThat(results.path(2).path("similarity").asDouble()).isLessThan(0.99999);
  }

  /** Of a GPU that took products with fewer digits: the processor takes them with all. */
  @Test
  void indexThatAGpuMade_isSearchedOnTheProcessor() throws IOException {
    Path about = folder.resolve("f.npy.json");
    String told = Files.readString(about);
    assertThat(told).contains("\"float32\"");
    Files.writeString(
        about, told.replace("\"precision\" : \"float32\"", "\"precision\" : \"tf32\""));
    assertThat(about).content().contains("tf32");

    Captured found =
        search(pictures.resolve(COPY).toString(), "--weights", weights.toString(), "--count", "1");

    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.out()).startsWith("1.0000  ");
  }

  @Test
  void path_andItsRow_findTheOthers() throws IOException {
    int row = Files.readAllLines(folder.resolve("f.npy.paths.txt")).indexOf(COPY);

    Captured byPath = search(COPY, "--count", "4");

    assertThat(byPath.exitCode()).as(byPath.err()).isZero();
    assertThat(byPath.out().lines()).hasSize(4).first().isEqualTo("1.0000  " + ORIGINAL);
    assertThat(byPath.out()).doesNotContain(COPY);
    assertThat(search(Integer.toString(row), "--count", "4").out()).isEqualTo(byPath.out());
  }

  @Test
  void duplicates_areTheCopyAlone() throws IOException {
    Captured found = search("--duplicates", "--similarity", "0.999999");

    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.out()).isEqualTo("1.0000  %s  %s%n".formatted(ORIGINAL, COPY));
    assertThat(found.err()).isEqualTo("1 pair of a similarity of at least 0.999999\n");
    JsonNode json =
        new ObjectMapper()
            .readTree(search("--duplicates", "--similarity", "0.999999", "--json").out());
    assertThat(json.path("pairs")).hasSize(1);
    assertThat(json.path("pairs").path(0).path("other").asText()).isEqualTo(COPY);
  }

  @Test
  void outliers_areAsManyAsAsked_theLoneliestFirst() throws IOException {
    JsonNode found =
        new ObjectMapper()
            .readTree(search("--outliers", "--count", "24", "--neighbours", "1", "--json").out())
            .path("outliers");

    assertThat(found).hasSize(24);
    for (int i = 1; i < 24; i++) {
      assertThat(found.path(i).path("similarity").asDouble())
          .isGreaterThanOrEqualTo(found.path(i - 1).path("similarity").asDouble());
    }
    assertThat(List.of(found.path(22).path("path").asText(), found.path(23).path("path").asText()))
        .containsExactlyInAnyOrder(COPY, ORIGINAL);
  }

  @Test
  void otherWeights_areRefused() throws IOException {
    Path other = write("other.safetensors", 6);

    Captured refused =
        search(pictures.resolve(COPY).toString(), "--weights", other.toString(), "--quiet");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "mugs: %s was made by other weights than %s: give those it was made by%n"
                .formatted(index, other));
  }

  @Test
  void whatIsNotInTheIndex_isTold() {
    Captured refused = search("nothing.jpg");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "mugs: nothing.jpg is no path of %s and no row of its 24: give --weights to look for a picture file%n"
                .formatted(index));
  }

  /** Reading many vectors and building their graph takes long: what is asked is looked at first. */
  @Test
  void whatIsNotInTheIndex_isToldBeforeTheVectorsAreRead() throws IOException {
    byte[] vectors = Files.readAllBytes(index);
    vectors[vectors.length - 1] = 0x7f; // 7fc.....: no number
    vectors[vectors.length - 2] = (byte) 0xc0;
    Files.write(index, vectors);

    assertThat(search("nothing.jpg").err()).startsWith("mugs: nothing.jpg is no path of ");
    assertThat(search("0").err()).contains(" holds NaN in row 23, column 15");
  }

  @Test
  void rowBeyondTheLast_isTold_withThoseThereAre() {
    Captured refused = search("24");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo("mugs: %s has no row 24: rows are 0 to 23%n".formatted(index));
  }

  @Test
  void indexWeightsOrPicture_thatAreNotThere_areWrongUsage() {
    String gone = folder.resolve("gone").toString();
    String picture = pictures.resolve(COPY).toString();
    assertRefused(gone + ": no such file or folder: give", search(picture, "--weights", gone));
    assertRefused(
        gone + ": no such file: give a picture file",
        search(gone, "--weights", weights.toString()));
    index = folder;
    assertRefused(folder + " is a folder: give the .npy file of vectors", search("0"));
    index = Path.of(gone);
    assertRefused(gone + ": no such file: give the .npy file of vectors", search("0"));
  }

  private static void assertRefused(String message, Captured refused) {
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("mugs: " + message);
  }

  /** Older versions wrote numbers and truth values as text. */
  @Test
  void indexOfAnOlderVersion_isSearched() throws IOException {
    Path about = folder.resolve("f.npy.json");
    ObjectNode settings = (ObjectNode) new ObjectMapper().readTree(about.toFile());
    assertThat(settings.path("unitLength").isBoolean()).isTrue();
    assertThat(settings.path("size").isInt()).isTrue();
    assertThat(settings.path("weightsFile").asText()).isEqualTo(weights.toRealPath().toString());
    settings.put("unitLength", "false").put("size", "16").put("pictureCount", "24");
    Files.writeString(about, settings.toString());

    Captured found =
        search(pictures.resolve(COPY).toString(), "--weights", weights.toString(), "--count=1");

    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.out()).startsWith("1.0000  class 0/Bild");
  }

  @Test
  void pathsOfAnotherIndex_areRefused() throws IOException {
    Files.writeString(folder.resolve("f.npy.paths.txt"), "one.jpg\n");

    Captured refused = search("0");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("f.npy.paths.txt has 1 path, ").contains("has 24 rows");
  }

  @Test
  void filesOfOtherFormats_areRefused() {
    index = folder.resolve("f.parquet");

    Captured refused = search("0");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "mugs: --index is %s: searches are in .npy alone, which mugs embed writes with --out F.npy (see mugs search --help)%n"
                .formatted(index));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|name a QUERY, or give --duplicates or --outliers",
        "a.jpg --duplicates|--duplicates and --outliers look at the whole index",
        "--duplicates --outliers|--duplicates, --outliers are mutually exclusive",
        "0 --similarity=0.5|--similarity is the least cosine of --duplicates: give it with",
        "--outliers --similarity=0.95|--similarity is the least cosine",
        "--duplicates --neighbours=5|--neighbours is for --outliers: give it with --outliers",
        "0 --device=cpu|--device is what embeds the query: give it with --weights",
        "0 --count=0|--count is 0",
        "--outliers --neighbours=0|--neighbours is 0",
        "--duplicates --similarity=2|--similarity is 2.0",
      })
  void whatCannotBe_isRefusedInOneLine(String arguments, String message) {
    Captured refused = search(arguments == null ? new String[0] : arguments.split(" "));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("mugs: " + message);
    assertThat(refused.err().lines()).hasSize(1);
  }
}
