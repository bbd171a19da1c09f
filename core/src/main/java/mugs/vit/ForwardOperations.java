package mugs.vit;

/**
 * Counts the operations of matrix products when a picture goes through a vision transformer, {@code
 * 2 m n k} a product; nothing that is done element by element.
 *
 * @param vit shape of the transformer
 */
public record ForwardOperations(VitSettings vit) {

  /** Returns how many patches a picture has. */
  public double patches(int side) {
    double grid = (double) side / vit.patchSize();
    return grid * grid;
  }

  /** Returns what it takes to embed the patches of a picture. */
  public double embedding(int side) {
    double values = (double) vit.channels() * vit.patchSize() * vit.patchSize();
    return 2 * patches(side) * values * vit.width();
  }

  /** Returns what a block takes for so many tokens. */
  public double block(double tokens) {
    double width = vit.width();
    return (8 + 4 * VitSettings.MLP_RATIO) * tokens * width * width + 4 * tokens * tokens * width;
  }

  /** Returns what a block takes of which only what comes out of the first token is computed. */
  public double firstOfBlock(double tokens) {
    double width = vit.width();
    double keysAndValues = 4 * tokens * width * width;
    double first = (4 + 4 * VitSettings.MLP_RATIO) * width * width;
    return keysAndValues + first + 4 * tokens * width;
  }

  /** Returns what it takes to compute all tokens of a picture. */
  public double tokens(int side) {
    return embedding(side) + vit.blocks() * block(patches(side) + 1);
  }

  /** Returns what it takes to compute the class token alone. */
  public double classToken(int side) {
    double tokens = patches(side) + 1;
    return embedding(side) + (vit.blocks() - 1) * block(tokens) + firstOfBlock(tokens);
  }
}
