package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDescriptionTest {
  private static final Path FILE = Path.of("some", "weights.safetensors");
  private static final NetworkDescription GREY =
      new NetworkDescription(
          new VitSettings(24, 8, 12, 3, 4, 1e-5, 1),
          List.of(0.5, 0.25, 0.125),
          List.of(0.5, 1.0, 0.75));

  @Test
  void description_comesBackFromMetadata() throws IOException {
    assertThat(NetworkDescription.of(GREY.metadata(), FILE)).isEqualTo(GREY);
  }

  @Test
  void fileWithoutDescription_isRebuiltFromItsRecipe() throws IOException {
    String recipe =
        """
        name: some
        pictures:
          mean: [0.5, 0.25, 0.125]
          deviation: [0.5, 1.0, 0.75]
        crops:
          channels: 1
          global-size: 24
          local-size: 8
        backbone:
          width: 12
          blocks: 3
          heads: 4
          patch-size: 8
        """;

    NetworkDescription found = NetworkDescription.of(Map.of("recipe", recipe), FILE);

    assertThat(found.vit()).isEqualTo(new VitSettings(24, 8, 12, 3, 4, 1e-6, 1));
    assertThat(found.mean()).containsExactly(0.5, 0.25, 0.125);
    assertThat(found.deviation()).containsExactly(0.5, 1.0, 0.75);
  }

  @Test
  void fileThatTellsNothing_isRefused() {
    assertThatThrownBy(() -> NetworkDescription.of(Map.of("format", "pt"), FILE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            FILE
                + " does not say which network its weights belong to (no \"network\" in its metadata):"
                + " give weights of mugs pretrain or mugs import");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"patchSize\":8|\"patchSize\":7|the picture size 24 is no multiple of the patch size 7",
        "\"patchSize\":8|\"patchSize\":null|Cannot map `null` into type `int`",
        "\"patchSize\":8,||Missing creator property 'patchSize'",
        "{|[|Cannot deserialize value",
        "0.125]|0.125,0.1]|three means and three deviations above 0 are needed",
        "0.75]|0]|three means and three deviations above 0 are needed",
        "0.75]|null]|three means and three deviations above 0 are needed",
        "0.125]|null]|three means and three deviations above 0 are needed",
        "0.125]|\"NaN\"]|three means and three deviations above 0 are needed",
        "0.75]|1e999]|three means and three deviations above 0 are needed",
        "[0.5,0.25,0.125]|null|three means and three deviations above 0 are needed",
        "1.0E-5|0|the epsilon of layer normalisation is above 0, not 0.0",
        "1.0E-5|-1.0E-5|the epsilon of layer normalisation is above 0",
        "1.0E-5|\"NaN\"|the epsilon of layer normalisation is above 0",
        "\"blocks\":3|\"blocks\":2000000000|blocks of a network: at most 1000, not 2000000000",
        "\"imageSize\":24|\"imageSize\":800000000|picture size of a network: at most 16384",
        "\"width\":12|\"width\":1200000000|width of a network: at most 65536",
        "\"channels\":1|\"channels\":400|channels of a network: at most 3",
      })
  void descriptionThatMakesNoSense_isRefusedInOneLine(String right, String wrong, String reason) {
    String text =
        GREY.metadata().getOrDefault("network", "").replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(GREY.metadata().get("network"));

    assertThatThrownBy(() -> NetworkDescription.of(Map.of("network", text), FILE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the description of the network in " + FILE + " cannot be used: ")
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  @Test
  void descriptionThatIsNull_isRefused() {
    assertThatThrownBy(() -> NetworkDescription.of(Map.of("network", "null"), FILE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the description of the network in "
                + FILE
                + " cannot be used: expected a JSON object, found null");
  }
}
