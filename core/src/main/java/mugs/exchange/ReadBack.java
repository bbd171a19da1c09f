package mugs.exchange;

import org.bytedeco.pytorch.Tensor;

/** A network that was read back from a file. */
interface ReadBack extends AutoCloseable {

  /**
   * Runs it.
   *
   * @param pixels {@code [images, channels, height, width]}, normalised
   */
  TokensOut run(Tensor pixels);

  /** Returns whether it takes pictures of other sizes than the one it was written for. */
  boolean takesAnySize();

  @Override
  void close();
}
