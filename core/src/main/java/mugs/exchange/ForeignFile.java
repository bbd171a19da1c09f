package mugs.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mugs.engine.WeightsFileKind;
import org.bytedeco.pytorch.Tensor;

/**
 * A file of tensors that any program wrote: safetensors, or PyTorch's {@code torch.save} in its zip
 * or its older format. Opening it reads names and shapes; values are read when they are asked for.
 *
 * <p>Nothing a file claims is trusted before it is checked, and nothing in it is executed.
 */
public sealed interface ForeignFile extends AutoCloseable permits SafetensorsFile, TorchFile {

  /** How far the values of all tensors may exceed the file: some share their memory. */
  int MOST_SHARING = 8;

  /**
   * Opens a file.
   *
   * @throws UnusableWeightsException if it is no sound file of tensors; the message names it and
   *     says what is wrong
   * @throws IOException if it cannot be read
   */
  static ForeignFile open(Path path) throws IOException {
    try {
      ForeignFile file =
          switch (WeightsFileKind.of(path)) {
            case ZIP -> TorchFile.zip(path);
            case PICKLE -> TorchFile.older(path);
            case SAFETENSORS -> SafetensorsFile.open(path);
            case ONNX ->
                throw new UnusableWeightsException(
                    "it is an ONNX file, which is written and not read: give the weights it is of");
            case OTHER ->
                throw new UnusableWeightsException(
                    "it is no weights file: neither safetensors nor written by torch.save");
          };
      checkSharing(file, path);
      return file;
    } catch (UnusableWeightsException e) {
      throw e.in(path);
    }
  }

  /** Returns whether a file begins like one of weights; a zip archive may hold anything. */
  static boolean looksLikeOne(Path path) throws IOException {
    return switch (WeightsFileKind.of(path)) {
      case ZIP -> TorchZip.looksLikeOne(path);
      case PICKLE, SAFETENSORS -> true;
      case ONNX, OTHER -> false;
    };
  }

  private static void checkSharing(ForeignFile file, Path path) throws IOException {
    long bytes = 0;
    try {
      for (ForeignTensor tensor : file.tensors().values()) {
        bytes = Math.addExact(bytes, tensor.bytes());
      }
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
    }
    if (bytes / MOST_SHARING <= Files.size(path)) {
      return;
    }
    file.close();
    throw new UnusableWeightsException(
        "its tensors claim %d bytes, more than %d times what the file has"
            .formatted(bytes, MOST_SHARING));
  }

  /** Returns a name from a file, fit for a line on a terminal. */
  static String printable(String name) {
    return KnownCall.printable(name);
  }

  /** Returns what wrote it, in words. */
  String format();

  /**
   * Returns the tensors by name, in the file's order. In dictionaries of dictionaries the names on
   * the way stand before it, such as {@code teacher/backbone.cls_token}.
   */
  Map<String, ForeignTensor> tensors();

  /** Returns the numbers, texts and truth values beside the tensors, by name likewise. */
  Map<String, Object> values();

  /**
   * Reads the values of a tensor, in their stored type.
   *
   * @throws IllegalArgumentException if there is none of this name
   * @throws UnusableWeightsException if they are damaged
   * @throws IOException if the file cannot be read
   */
  Tensor read(String name) throws IOException;

  @Override
  void close() throws IOException;
}
