package mugs.embed;

import mugs.vit.Backbone;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A stand-in for a network, easy to follow by hand: the class token is the mean of each normalised
 * channel, another token is -1, and normalising adds one.
 */
public final class MeanColour implements Backbone {

  @Override
  public int stages() {
    return 1;
  }

  @Override
  public Tensor stage(int index, Tensor pixels, DropPath drop) {
    Tensor mean = pixels.flatten(2, 3).mean(2).unsqueeze(1);
    return torch.cat(new TensorVector(mean, torch.full_like(mean, new Scalar(-1.0))), 1);
  }

  @Override
  public Tensor normalise(Tensor tokens) {
    return tokens.add(new Scalar(1.0));
  }

  @Override
  public int width() {
    return 3;
  }
}
