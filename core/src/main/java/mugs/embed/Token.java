package mugs.embed;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.UnfitOptionException;
import mugs.vit.Backbone;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What of a network's tokens becomes the vector of a picture, after the final normalisation. */
public sealed interface Token {

  /** The class token: what nearest neighbours are measured with. */
  Token CLASS = new ClassToken();

  /** The mean of all patches' tokens: more of where things are, less of what the picture is. */
  Token MEAN_PATCH = new MeanPatch();

  /** Both side by side: the features of the published linear probes (ViT-B and ViT-L). */
  Token CLASS_AND_MEAN_PATCH = new ClassAndMeanPatch();

  /** The class token. */
  record ClassToken() implements Token {

    @Override
    public String name() {
      return "class";
    }

    @Override
    public int width(Backbone backbone) {
      return backbone.width();
    }

    @Override
    public Tensor read(Backbone backbone, Tensor pixels) {
      return backbone.normalise(backbone.classTokens(pixels));
    }
  }

  /** The mean of all patches' tokens. */
  record MeanPatch() implements Token {

    @Override
    public String name() {
      return "mean-patch";
    }

    @Override
    public int width(Backbone backbone) {
      return backbone.width();
    }

    @Override
    public Tensor read(Backbone backbone, Tensor pixels) {
      Tensor tokens = backbone.normalise(backbone.tokens(pixels, DropPath.NONE));
      return tokens.narrow(1, 1, tokens.size(1) - 1).mean(1);
    }
  }

  /** The class token, and behind it the mean of all patches' tokens. */
  record ClassAndMeanPatch() implements Token {

    @Override
    public String name() {
      return "class-and-mean-patch";
    }

    @Override
    public int width(Backbone backbone) {
      return 2 * backbone.width();
    }

    @Override
    public Tensor read(Backbone backbone, Tensor pixels) {
      Tensor tokens = backbone.normalise(backbone.tokens(pixels, DropPath.NONE));
      Tensor mean = tokens.narrow(1, 1, tokens.size(1) - 1).mean(1);
      return torch.cat(new TensorVector(tokens.select(1, 0), mean), 1);
    }
  }

  /**
   * The class tokens after each of the last blocks, side by side, that of the last block at the
   * end: the features of the published linear probes (4 blocks, ViT-S).
   *
   * @param blocks how many, at least 1: more make longer vectors that know more of texture
   */
  record LastBlocks(int blocks) implements Token {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public LastBlocks {
      if (blocks < 1) {
        throw new IllegalArgumentException("at least the last 1 block is taken, not " + blocks);
      }
    }

    @Override
    public String name() {
      return "last-" + blocks;
    }

    @Override
    public int width(Backbone backbone) {
      if (blocks >= backbone.stages()) {
        throw new UnfitOptionException(
            "the class tokens of the last %d blocks were asked for, the network has %d: take fewer"
                .formatted(blocks, backbone.stages() - 1));
      }
      return blocks * backbone.width();
    }

    @Override
    public Tensor read(Backbone backbone, Tensor pixels) {
      int before = backbone.stages() - blocks;
      List<Tensor> read = new ArrayList<>();
      Tensor x = pixels;
      for (int stage = 0; stage < backbone.stages(); stage++) {
        x = backbone.stage(stage, x, DropPath.NONE);
        if (stage >= before) {
          read.add(backbone.normalise(x.select(1, 0)));
        }
      }
      return torch.cat(new TensorVector(read.toArray(Tensor[]::new)), 1);
    }
  }

  /** Returns what users call it, such as {@code last-4}. */
  String name();

  /**
   * Returns the width of a vector.
   *
   * @param backbone that gives the tokens
   * @throws UnfitOptionException if the network has not got enough blocks
   */
  int width(Backbone backbone);

  /**
   * Computes the vectors of pictures, in the scope of the caller.
   *
   * @param backbone to use
   * @param pixels {@code [images, channels, height, width]}, normalised
   * @return {@code [images, width]}
   */
  Tensor read(Backbone backbone, Tensor pixels);
}
