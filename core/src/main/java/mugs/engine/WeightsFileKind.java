package mugs.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file of weights is, told by its first bytes. */
public enum WeightsFileKind {
  /** A zip archive, such as {@code torch.save} writes. */
  ZIP,
  /** A pickle, as older versions of {@code torch.save} wrote it. */
  PICKLE,
  /** The length of a header, and JSON. */
  SAFETENSORS,
  /** A network of ONNX. */
  ONNX,
  /** Something else. */
  OTHER;

  private static final int HEAD_BYTES = 9;

  /** Messages of protocol buffers begin with a field: its number times 8, and how it is stored. */
  private static final int ONNX_VERSION = 1 << 3;

  private static final int ONNX_PRODUCER = 2 << 3 | 2;
  private static final int ONNX_GRAPH = 7 << 3 | 2;
  private static final int ONNX_OPERATORS = 8 << 3 | 2;
  private static final int LATEST_ONNX_VERSION = 50;

  /**
   * Looks at a file.
   *
   * @throws IOException if it cannot be read
   */
  public static WeightsFileKind of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD_BYTES));
    }
  }

  /** Looks at the first nine bytes of a file, or all there are. */
  private static WeightsFileKind of(byte[] head) {
    if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
      return ZIP;
    } else if (head.length >= 2 && (head[0] & 0xff) == 0x80 && head[1] >= 2 && head[1] <= 5) {
      return PICKLE;
    } else if (head.length == HEAD_BYTES && head[HEAD_BYTES - 1] == '{') {
      return SAFETENSORS;
    }
    return isOnnx(head) ? ONNX : OTHER;
  }

  private static boolean isOnnx(byte[] head) {
    return head.length >= 3
        && head[0] == ONNX_VERSION
        && head[1] >= 1
        && head[1] <= LATEST_ONNX_VERSION
        && (head[2] == ONNX_PRODUCER || head[2] == ONNX_GRAPH || head[2] == ONNX_OPERATORS);
  }
}
