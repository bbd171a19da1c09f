package mugs.exchange;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mugs.vit.VitSettings;

/** How a vision transformer of some shape is made with timm. */
final class TimmName {
  /** The plain vision transformers in timm 1.0 of the sizes that this program knows. */
  private static final Set<String> KNOWN =
      Set.of(
          "vit_tiny_patch16_224",
          "vit_small_patch8_224",
          "vit_small_patch16_224",
          "vit_small_patch32_224",
          "vit_base_patch8_224",
          "vit_base_patch16_224",
          "vit_base_patch32_224",
          "vit_large_patch14_224",
          "vit_large_patch16_224",
          "vit_large_patch32_224");

  private TimmName() {}

  /** Returns the name that timm knows such a transformer by, if it has one. */
  static Optional<String> of(VitSettings vit) {
    return size(vit)
        .map(size -> "vit_%s_patch%d_224".formatted(size, vit.patchSize()))
        .filter(KNOWN::contains);
  }

  private static Optional<String> size(VitSettings vit) {
    VitSettings published = vit.withChannels(3);
    int side = vit.imageSize();
    int patch = vit.patchSize();
    if (published.equals(VitSettings.tiny(side, patch))) {
      return Optional.of("tiny");
    } else if (published.equals(VitSettings.small(side, patch))) {
      return Optional.of("small");
    } else if (published.equals(VitSettings.base(side, patch))) {
      return Optional.of("base");
    } else if (published.equals(VitSettings.large(side, patch))) {
      return Optional.of("large");
    }
    return Optional.empty();
  }

  /** Returns the expression in Python that makes it, with {@code import timm}. */
  static String expression(VitSettings vit) {
    String more =
        (vit.imageSize() == 224 ? "" : ", img_size=" + vit.imageSize())
            + (vit.channels() == 3 ? "" : ", in_chans=" + vit.channels());
    String norm =
        vit.layerNormEpsilon() == VitSettings.LAYER_NORM_EPSILON
            ? ""
            : ", norm_layer=functools.partial(torch.nn.LayerNorm, eps=%s)"
                .formatted(vit.layerNormEpsilon());
    return of(vit)
        .map(name -> "timm.create_model('%s', num_classes=0%s)".formatted(name, more))
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "timm.models.vision_transformer.VisionTransformer(img_size=%d, patch_size=%d, in_chans=%d, num_classes=0, embed_dim=%d, depth=%d, num_heads=%d%s)",
                    vit.imageSize(),
                    vit.patchSize(),
                    vit.channels(),
                    vit.width(),
                    vit.blocks(),
                    vit.heads(),
                    norm));
  }
}
