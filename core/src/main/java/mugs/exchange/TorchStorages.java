package mugs.exchange;

import java.io.IOException;

/** Where the values of tensors lie in a file of {@code torch.save}. */
sealed interface TorchStorages permits TorchZip, TorchStream {

  /** Returns whether numbers are in the order of big-endian machines. */
  boolean highestByteFirst();

  /**
   * Returns where in the file the first value of a storage is.
   *
   * @throws UnusableWeightsException if the storage is not there, or not whole
   */
  long find(Pickled.Storage storage) throws IOException;

  /**
   * Checks the values of a storage against their checksum, where the format has one.
   *
   * @throws UnusableWeightsException if they are damaged
   */
  void check(Pickled.Storage storage) throws IOException;
}
