package mugs.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    byte[] head = head(path);
    try {
      ForeignFile file =
          switch (Kind.of(head)) {
            case ZIP -> TorchFile.zip(path);
            case OLDER -> TorchFile.older(path);
            case SAFETENSORS -> SafetensorsFile.open(path);
            case NONE ->
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
    Kind kind = Kind.of(head(path));
    return kind == Kind.ZIP ? TorchZip.looksLikeOne(path) : kind != Kind.NONE;
  }

  /** How files of weights begin. */
  enum Kind {
    /** A zip archive. */
    ZIP,
    /** A pickle. */
    OLDER,
    /** The length of a header and JSON. */
    SAFETENSORS,
    /** Something else. */
    NONE;

    private static final int HEAD = 9;

    static Kind of(byte[] head) {
      if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
        return ZIP;
      }
      if (head.length >= 2 && (head[0] & 0xff) == 0x80 && head[1] >= 2 && head[1] <= 5) {
        return OLDER;
      }
      return head.length == HEAD && head[HEAD - 1] == '{' ? SAFETENSORS : NONE;
    }
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(Kind.HEAD);
    }
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
