package mugs.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.global.torch;

/**
 * What a libtorch says of how it was built.
 *
 * @param version such as {@code 2.10.0}; empty where it does not say
 * @param cuda version of CUDA that it was built with; empty if it runs on the CPU alone
 * @param bringsMkl whether MKL is part of it; otherwise it asks another library for its products
 */
public record LibtorchBuild(String version, Optional<String> cuda, boolean bringsMkl) {

  /** Returns that of the libtorch in use. */
  static LibtorchBuild now() {
    try (BytePointer text = torch.show_config()) {
      return parse(text.getString());
    }
  }

  /** Reads what {@code torch.show_config} returns. */
  static LibtorchBuild parse(String config) {
    return new LibtorchBuild(
        setting("TORCH_VERSION", config).orElse(""),
        setting("CUDA_VERSION", config),
        setting("BLAS_INFO", config).filter("mkl"::equals).isPresent());
  }

  private static Optional<String> setting(String name, String config) {
    Matcher matcher = Pattern.compile("\\b" + name + "=([^,\\s]+)").matcher(config);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
