package mugs.evaluate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.method.AdamW;
import org.bytedeco.pytorch.Tensor;

/**
 * AdamW's groups for fine-tuning (BEiT's rule): layer i of n takes {@code decay^(n + 1 - i)} of the
 * rate, where the embedding is layer 0, the blocks are layers 1 to n, and all that follows is layer
 * n + 1. Biases, norms, the class token and positions do not decay.
 *
 * @param blocks n
 * @param layerDecay above 0 and at most 1
 */
record LayerGroups(int blocks, double layerDecay) implements AdamW.Groups {
  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\..*");
  private static final String CLASS_TOKEN = "cls_token";
  private static final String POSITIONS = "pos_embed";

  /** Returns the layer that a parameter belongs to. */
  int layer(String name) {
    Matcher block = BLOCK.matcher(name);
    if (block.matches()) {
      return Integer.parseInt(block.group(1)) + 1;
    }
    boolean embeds =
        name.equals(CLASS_TOKEN) || name.equals(POSITIONS) || name.startsWith("patch_embed.");
    return embeds ? 0 : blocks + 1;
  }

  @Override
  public double rateShare(String name) {
    return Math.pow(layerDecay, blocks + 1 - layer(name));
  }

  @Override
  public boolean decays(String name, Tensor parameter) {
    return parameter.dim() >= 2 && !name.equals(CLASS_TOKEN) && !name.equals(POSITIONS);
  }
}
