package mugs.exchange;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to write.
 *
 * @param format of the file
 * @param size side of the pictures in pixels that positions are fitted to; empty for that of the
 *     training
 * @param unitLength true to bring the class token to unit length in the file's network
 * @param licence of the weights, as the model card is to state it; empty where it is not known
 * @param check file for pixels and the tokens that belong to them, with which another program can
 *     compare its own; empty for none
 */
public record ExportOptions(
    ExportFormat format,
    Optional<Integer> size,
    boolean unitLength,
    Optional<String> licence,
    Optional<Path> check) {

  /**
   * Checks that the options go together.
   *
   * @throws IllegalArgumentException if they do not; the message says which
   */
  public ExportOptions {
    if (size.isPresent() && !format.takesSize()) {
      throw new IllegalArgumentException(
          "--size does not go with --format %s: such a file keeps the positions of the training, and this program fits them to each picture; leave it out"
              .formatted(format.word()));
    }
    if (unitLength && !format.computes()) {
      throw new IllegalArgumentException(
          "--unit-length does not go with --format %s: such a file holds weights and computes nothing; leave it out"
              .formatted(format.word()));
    }
  }

  /** Asks for a format as it comes. */
  public static ExportOptions of(ExportFormat format) {
    return new ExportOptions(format, Optional.empty(), false, Optional.empty(), Optional.empty());
  }

  /** Returns the same with positions fitted to pictures of another size. */
  public ExportOptions withSize(int side) {
    return new ExportOptions(format, Optional.of(side), unitLength, licence, check);
  }

  /** Returns the same with a class token of unit length. */
  public ExportOptions withUnitLength() {
    return new ExportOptions(format, size, true, licence, check);
  }
}
