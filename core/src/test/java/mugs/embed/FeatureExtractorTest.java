package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.image.RgbImage;
import mugs.load.Normalisation;
import mugs.measure.FeatureMatrix;
import mugs.vit.DropPath;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureExtractorTest {

  private static RgbImage plain(int side, int red, int green, int blue) {
    byte[] pixels = new byte[3 * side * side];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) red;
      pixels[i + 1] = (byte) green;
      pixels[i + 2] = (byte) blue;
    }
    return new RgbImage(side, side, pixels);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void features_areTheNormalisedClassTokens_ofNormalisedPictures(Precision precision) {
    FeatureExtractor extractor = new FeatureExtractor(new MeanColour(), precision.onCpu());

    FeatureMatrix features =
        extractor.features(List.of(plain(4, 0, 0, 0), plain(4, 255, 255, 255)));

    assertThat(features.rows()).isEqualTo(2);
    assertThat(features.row(0))
        .containsExactly(
            new float[] {1 - 0.485f / 0.229f, 1 - 0.456f / 0.224f, 1 - 0.406f / 0.225f},
            within(1e-5f));
    assertThat(features.row(1))
        .containsExactly(
            new float[] {1 + 0.515f / 0.229f, 1 + 0.544f / 0.224f, 1 + 0.594f / 0.225f},
            within(1e-5f));
  }

  @Test
  void manyPictures_haveTheFeaturesEachHasAlone_inTheirOrder() {
    FeatureExtractor extractor = new FeatureExtractor(new MeanColour(), Precision.FLOAT32.onCpu());
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      pictures.add(plain(4, i, 255 - i, i / 2));
    }

    FeatureMatrix together = extractor.features(pictures);

    assertThat(together.rows()).isEqualTo(150);
    for (int i = 0; i < pictures.size(); i++) {
      assertThat(together.row(i))
          .containsExactly(extractor.features(List.of(pictures.get(i))).row(0), within(1e-6f));
    }
  }

  @Test
  void visionTransformer_givesItsClassToken_afterTheFinalNormalisation() {
    VitSettings settings = VitSettings.of(8, 4, 8, 1, 2);
    Parameters parameters =
        Parameters.initial(VisionTransformer.specs(settings, ""), 11, Precision.FLOAT64.onCpu());
    VisionTransformer network = new VisionTransformer(settings, parameters, "");
    byte[] pixels = new byte[3 * 8 * 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    RgbImage picture = new RgbImage(8, 8, pixels);

    FeatureMatrix features =
        new FeatureExtractor(network, Precision.FLOAT64.onCpu()).features(List.of(picture));

    try (Scope scope = Scope.withoutGradients()) {
      Tensor planes =
          Precision.FLOAT64.of(Tensors.of(Normalisation.IMAGENET.planes(picture), 1, 3, 8, 8));
      Tensor tokens = network.normalise(network.tokens(planes, DropPath.NONE));
      float[] classToken = Arrays.copyOf(Tensors.toFloats(tokens), 8);
      assertThat(features.row(0)).containsExactly(classToken, within(1e-6f));
    }
  }
}
