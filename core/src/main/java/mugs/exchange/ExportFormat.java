package mugs.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of file that weights are written as. */
public enum ExportFormat {
  /** This program's own: all of the weights file, heads included. */
  SAFETENSORS(".safetensors"),
  /** The backbone alone, named as timm names a vision transformer's tensors. */
  TIMM(".safetensors"),
  /** A network that libtorch and PyTorch run without this program. */
  TORCHSCRIPT(".pt"),
  /** A network that ONNX Runtime and others run. */
  ONNX(".onnx");

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
  }

  /** Returns how names of such files end, with the dot. */
  public String ending() {
    return ending;
  }

  /** Returns the name that a user types. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a format.
   *
   * @param word as typed; case does not count
   */
  public static Optional<ExportFormat> named(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Returns the names of all formats. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ExportFormat::word).toList();
  }

  /**
   * Returns whether a file holds a network for one size of picture, so that a size can be asked.
   */
  boolean takesSize() {
    return this != SAFETENSORS;
  }

  /** Returns whether a file holds a network that computes, so that more can be asked of it. */
  boolean computes() {
    return this == TORCHSCRIPT || this == ONNX;
  }
}
