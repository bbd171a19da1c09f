package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mugs.embed.NetworkDescription;
import mugs.vit.ParameterMismatchException;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;

class InitialDescriptionTest {
  private static final Path FILE = Path.of("w.safetensors");
  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

  /** ViT-S/16 at 224 px, ImageNet's normalisation. */
  private final Recipe recipe = Recipe.load("vit-s16-100ep");

  private static Map<String, String> metadata(VitSettings vit, List<Double> mean) {
    return new NetworkDescription(vit, mean, DEVIATION).metadata();
  }

  private List<String> check(Map<String, String> metadata) throws IOException {
    return InitialDescription.check(metadata, recipe, FILE);
  }

  @Test
  void sameNetwork_orNoneThatIsTold_isFine_atAnySizeOfPictures() throws IOException {
    assertThat(check(metadata(VitSettings.small(224, 16), MEAN))).isEmpty();
    assertThat(check(metadata(VitSettings.small(96, 16), MEAN))).isEmpty();
    assertThat(check(Map.of("format", "pt"))).isEmpty();
  }

  @Test
  void otherHeadsOrBlocks_areRefused_withTheKeyToSet() {
    assertThatThrownBy(() -> check(metadata(VitSettings.of(224, 16, 384, 12, 12), MEAN)))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessage(
            "the backbone in w.safetensors is not that of the recipe: heads 12, not 6: give --set backbone.heads=12");
    assertThatThrownBy(() -> check(metadata(VitSettings.of(224, 16, 384, 24, 6), MEAN)))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessageContaining("blocks 24, not 12: give --set backbone.blocks=24");
  }

  @Test
  void allThatDiffers_isNamed_withTheKeysToSet() {
    VitSettings grey = VitSettings.of(28, 7, 64, 2, 2).withChannels(1);

    assertThatThrownBy(() -> check(metadata(grey, MEAN)))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessageEndingWith(
            "is not that of the recipe: width 64, not 384, blocks 2, not 12, heads 2, not 6,"
                + " patch size 7, not 16, channels 1, not 3: give --set backbone.width=64"
                + " --set backbone.blocks=2 --set backbone.heads=2 --set backbone.patch-size=7"
                + " --set crops.channels=1");
  }

  @Test
  void otherNormalisationOrEpsilon_isTold() throws IOException {
    assertThat(check(metadata(VitSettings.small(224, 16), List.of(0.5, 0.5, 0.5))))
        .singleElement()
        .asString()
        .contains("a mean of [0.5, 0.5, 0.5]", "the recipe has [0.485, 0.456, 0.406]");
    assertThat(check(metadata(new VitSettings(224, 16, 384, 12, 6, 1e-5), MEAN)))
        .singleElement()
        .asString()
        .contains("has an epsilon of 1.0E-5, here it has 1.0E-6");
  }

  @Test
  void descriptionThatIsBroken_isRefused() {
    assertThatThrownBy(() -> check(Map.of("network", "{")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the description of the network in w.safetensors cannot be used");
  }
}
