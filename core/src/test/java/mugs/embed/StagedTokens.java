package mugs.embed;

import mugs.vit.Backbone;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A stand-in for a network of three blocks, easy to follow by hand: pixels become the class token
 * [0, 0] and two patches, [2, 4] and [4, 8]; block b adds b to every value; normalising doubles.
 */
final class StagedTokens implements Backbone {

  @Override
  public int stages() {
    return 4;
  }

  @Override
  public Tensor stage(int index, Tensor input, DropPath drop) {
    if (index > 0) {
      return input.add(new Scalar(index));
    }
    Tensor one = torch.ones_like(input.flatten(1, 3).narrow(1, 0, 1)).unsqueeze(1);
    Tensor patch = torch.cat(new TensorVector(one.mul(new Scalar(2)), one.mul(new Scalar(4))), 2);
    return torch.cat(
        new TensorVector(patch.mul(new Scalar(0)), patch, patch.mul(new Scalar(2))), 1);
  }

  @Override
  public Tensor normalise(Tensor tokens) {
    return tokens.mul(new Scalar(2));
  }

  @Override
  public int width() {
    return 2;
  }
}
