package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.embed.NpyFile;
import mugs.embed.Token;
import mugs.measure.FeatureMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedCommandTest extends EmbedRuns {

  @Test
  void vectors_stateWhatTheEmbedderGives_inTheOrderOfThePaths() throws IOException {
    Captured made = embed("f.npy", "--token", "last-2", "--unit-length");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out())
        .startsWith("24 vectors of 32 values in ")
        .endsWith(": %s%n".formatted(folder.resolve("f.npy")));
    assertThat(made.err()).contains("embedded 24/24").doesNotContain("vectors of");
    assertThat(written()).containsExactly("f.npy", "f.npy.json", "f.npy.paths.txt");
    FeatureMatrix vectors = NpyFile.read(folder.resolve("f.npy"));
    List<String> paths = Files.readAllLines(folder.resolve("f.npy.paths.txt"));
    assertThat(paths).hasSize(24).contains("class 2/Bild ü5.png");
    EmbedderOptions options =
        EmbedderOptions.DEFAULT.withToken(new Token.LastBlocks(2)).withUnitLength(true);
    try (Embedder embedder = Embedder.load(weights, options)) {
      for (int i = 0; i < 24; i += 5) {
        assertThat(vectors.row(i))
            .containsExactly(embedder.embed(pictures.resolve(paths.get(i))), within(1e-6f));
      }
    }
    JsonNode about = new ObjectMapper().readTree(folder.resolve("f.npy.json").toFile());
    assertThat(about.path("token").asText()).isEqualTo("last-2");
    assertThat(about.path("vectors").asInt()).isEqualTo(24);
  }

  @Test
  void textFiles_holdTheSameVectors() throws IOException {
    assertThat(embed("f.npy").exitCode()).isZero();
    assertThat(embed("g.csv").exitCode()).isZero();
    assertThat(embed("h.jsonl").exitCode()).isZero();

    assertThat(written())
        .containsExactly(
            "f.npy",
            "f.npy.json",
            "f.npy.paths.txt",
            "g.csv",
            "g.csv.json",
            "h.jsonl",
            "h.jsonl.json");
    FeatureMatrix vectors = NpyFile.read(folder.resolve("f.npy"));
    List<String> paths = Files.readAllLines(folder.resolve("f.npy.paths.txt"));
    List<String> csv = Files.readAllLines(folder.resolve("g.csv"));
    List<String> json = Files.readAllLines(folder.resolve("h.jsonl"));
    assertThat(csv.get(0)).startsWith("path,v0,v1").endsWith(",v15");
    for (int i = 0; i < 24; i++) {
      StringBuilder line = new StringBuilder(paths.get(i));
      for (float value : vectors.row(i)) {
        line.append(',').append(value);
      }
      assertThat(csv.get(1 + i)).isEqualTo(line.toString());
      JsonNode object = new ObjectMapper().readTree(json.get(i));
      assertThat(object.path("path").asText()).isEqualTo(paths.get(i));
      assertThat((float) object.path("vector").path(15).asDouble()).isEqualTo(vectors.row(i)[15]);
    }
  }

  /** The module's own tests read such files; here it is there, and asked. */
  @Test
  void parquet_isWritten_andTwiceTheSame() throws IOException {
    Captured made = embed("f.parquet");
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.err()).doesNotContain("parquet.");
    assertThat(made.out()).contains("24 vectors of 16 values");
    assertThat(embed("g.parquet", "--threads", "1").exitCode()).isZero();

    assertThat(written())
        .containsExactly("f.parquet", "f.parquet.json", "g.parquet", "g.parquet.json");
    assertThat(Files.readString(folder.resolve("f.parquet"), StandardCharsets.ISO_8859_1))
        .startsWith("PAR1")
        .endsWith("PAR1");
    assertThat(folder.resolve("g.parquet")).hasSameBinaryContentAs(folder.resolve("f.parquet"));
  }

  @Test
  void brokenPictures_areListedAndCounted_asJsonToo() throws IOException {
    Files.writeString(pictures.resolve("class 1/broken.jpg"), "no picture");

    Captured made = embed("f.npy", "--json", "--quiet", "--type", "float16");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.err().lines()).as("quiet but for this").hasSize(1);
    assertThat(made.err())
        .endsWith(
            "Warning: 1 picture could not be read and is left out, see "
                + folder.resolve("f.npy.skipped.tsv")
                + "\n");
    assertThat(folder.resolve("f.npy.skipped.tsv"))
        .content()
        .startsWith("class 1/broken.jpg\texpected JPEG");
    assertThat(made.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(made.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "out", "vectors", "width", "skippedPictures", "complete", "seconds", "imagesPerSecond");
    assertThat(json.path("vectors").asInt()).isEqualTo(24);
    assertThat(json.path("skippedPictures").asInt()).isEqualTo(1);
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(Files.size(folder.resolve("f.npy"))).isEqualTo(128 + 24 * 16 * 2);

    Captured whole = embed("f.npy", "--json", "--resume", "--type", "float16");
    JsonNode again = new ObjectMapper().readTree(whole.out());
    assertThat(again.fieldNames()).toIterable().containsExactlyElementsOf(json::fieldNames);
    for (String same : List.of("out", "vectors", "width", "skippedPictures", "complete")) {
      assertThat(again.path(same)).isEqualTo(json.path(same));
    }
  }

  @Test
  void collectionWithoutAnyGoodPicture_failsAndLeavesNothing() throws IOException {
    pictures = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(pictures.resolve("1.jpg"), "no picture");

    Captured failed = embed("f.npy", "--quiet");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .startsWith("mugs: the only picture cannot be read: 1.jpg (expected JPEG");
    assertThat(failed.err().lines()).hasSize(1);
    assertThat(written()).isEmpty();
  }

  @Test
  void weightsThatAreNotThere_orNone_areTold_beforePicturesAreLookedFor() throws IOException {
    pictures = folder.resolve("no pictures");
    weights = folder.resolve("gone");

    Captured gone = embed("f.npy");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err())
        .isEqualTo(
            "mugs: %s: no such file or folder: give a weights file, a checkpoint or a run%n"
                .formatted(weights));

    weights = Files.writeString(folder.resolve("weights.safetensors"), "some words, no weights");
    Captured text = embed("f.npy");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.err()).startsWith("mugs: " + weights + " is no weights file: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f.txt||--out is FOLDER/f.txt: give a file that ends in .npy or .csv or .jsonl or .parquet",
        "f.npy|--token=cls|--token is cls: it takes class, mean-patch, class-and-mean-patch, or last-N such as last-4",
        "f.npy|--token=last-0|--token is last-0",
        "f.npy|--size=0|--size is 0",
        "f.npy|--type=int8|invalid value for option '--type'",
        "f.npy|--threads=-1|--threads is -1",
        "f.npy|--max-megabytes=0|--max-megabytes is 0",
      })
  void whatCannotBe_isRefusedInOneLine(String out, String option, String message)
      throws IOException {
    Captured refused = option == null ? embed(out) : embed(out, option);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("mugs: " + message.replace("FOLDER", folder.toString()));
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--size=20|pictures of 20 pixels do not divide into the network's patches of 8",
        "--token=last-3|the class tokens of the last 3 blocks were asked for, the network has 2",
      })
  void whatTheNetworkCannotDo_isWrongUsage_andLeavesNothing(String option, String message)
      throws IOException {
    Captured failed = embed("f.npy", option, "--quiet");

    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.err()).startsWith("mugs: " + message);
    assertThat(written()).isEmpty();
  }
}
