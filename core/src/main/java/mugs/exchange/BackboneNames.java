package mugs.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a network sorted by what becomes of them. A backbone that computes anything else
 * than ours is refused by the name of what it has more; a tensor that has no part in its tokens is
 * left out.
 *
 * @param taken names in the file by ours
 * @param scales names in the file of layer scales, by the layer that they scale: they are
 *     multiplied into its weight and bias
 * @param leftOut names that have no part in the tokens
 */
record BackboneNames(Map<String, String> taken, Map<String, String> scales, List<String> leftOut) {
  private static final String LAYER =
      "(norm1|norm2|attn\\.qkv|attn\\.proj|mlp\\.fc1|mlp\\.fc2)\\.(weight|bias)";
  private static final Pattern TAKEN =
      Pattern.compile(
          "cls_token|pos_embed|(patch_embed\\.proj|norm)\\.(weight|bias)|blocks\\.\\d{1,4}\\."
              + LAYER
              + "|relation_blocks\\.0\\."
              + LAYER);
  private static final Pattern HEAD =
      Pattern.compile(
          "(instance_head|local_group_head)\\.projector\\.[024]\\.weight"
              + "|group_head\\.(projector\\.[024]\\.(weight|bias)|last_layer\\.weight_[gv])");

  /** DINOv2 cuts its blocks into chunks, but numbers them through. */
  private static final Pattern CHUNKED = Pattern.compile("blocks\\.\\d{1,4}\\.(\\d{1,4}\\..+)");

  private static final Pattern SCALE =
      Pattern.compile("(blocks\\.\\d{1,4})\\.(ls|gamma_)([12])(\\.gamma)?");

  private static final Pattern WITHOUT_PART =
      Pattern.compile(
          "mask_token|masked_embed|(head|pre_logits|fc|last_layer|decoder|predictor)\\..*|decoder_.*"
              + "|(instance_head|local_group_head)\\.predictor\\..*");

  /** What other backbones have that this one has not. */
  private static final Map<Pattern, String> REFUSED = refused();

  private static Map<Pattern, String> refused() {
    Map<Pattern, String> refused = new LinkedHashMap<>();
    refused.put(
        Pattern.compile("register_tokens|reg_token"),
        "register tokens (DINOv2 has models without)");
    refused.put(Pattern.compile("dist_token|head_dist\\..*"), "a distillation token");
    refused.put(Pattern.compile("fc_norm\\..*"), "a normalisation of the mean token");
    refused.put(Pattern.compile("norm_pre\\..*|ln_pre\\..*"), "a normalisation before its blocks");
    refused.put(
        Pattern.compile(".*\\.mlp\\.(w12|w3|fc1_g|fc1_x)\\..*"), "gated perceptrons (SwiGLU)");
    refused.put(Pattern.compile(".*\\.attn\\.(q_norm|k_norm)\\..*"), "normalised queries and keys");
    refused.put(Pattern.compile(".*(relative_position|rel_pos|rope).*"), "relative positions");
    return refused;
  }

  /**
   * Sorts the tensors of a network.
   *
   * @throws UnusableWeightsException naming a tensor that our backbone has no place for
   */
  static BackboneNames of(NetworkInFile network) throws UnusableWeightsException {
    BackboneNames names =
        new BackboneNames(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    for (Map.Entry<String, String> entry : network.backbone().entrySet()) {
      names.sort(entry.getKey(), entry.getValue());
    }
    network
        .heads()
        .forEach(
            (name, inFile) -> {
              if (HEAD.matcher(name).matches()) {
                names.taken.put(name, inFile);
              } else {
                names.leftOut.add(inFile);
              }
            });
    return names;
  }

  private void sort(String given, String inFile) throws UnusableWeightsException {
    Matcher chunked = CHUNKED.matcher(given);
    String name = chunked.matches() ? "blocks." + chunked.group(1) : given;
    Matcher scale = SCALE.matcher(name);
    Optional<String> before = Optional.empty();
    if (TAKEN.matcher(name).matches() || HEAD.matcher(name).matches()) {
      before = Optional.ofNullable(taken.put(name, inFile));
    } else if (scale.matches()) {
      String layer = scale.group(3).equals("1") ? ".attn.proj" : ".mlp.fc2";
      before = Optional.ofNullable(scales.put(scale.group(1) + layer, inFile));
    } else if (WITHOUT_PART.matcher(name).matches()) {
      leftOut.add(inFile);
    } else {
      throw refused(name, inFile);
    }
    if (before.isPresent()) {
      throw new UnusableWeightsException(
          "it holds %s twice: '%s' and '%s'"
              .formatted(name, before.get(), KnownCall.printable(inFile)));
    }
  }

  private static UnusableWeightsException refused(String name, String inFile) {
    String what =
        REFUSED.entrySet().stream()
            .filter(entry -> entry.getKey().matcher(name).matches())
            .map(entry -> "has " + entry.getValue())
            .findFirst()
            .orElse("is another one than this program's");
    return new UnusableWeightsException(
        "its vision transformer %s: '%s' has no place here"
            .formatted(what, KnownCall.printable(inFile)));
  }
}
