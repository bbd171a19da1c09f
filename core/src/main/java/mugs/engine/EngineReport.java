package mugs.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What the engine runs on, as found in this process rather than as asked for.
 *
 * @param libtorchVersion of the Java classes and of the libtorch that comes with them
 * @param javacppVersion of the bridge between them
 * @param instructions the widest that libtorch's own kernels use here, such as {@code AVX512}
 * @param threads that one operation may use on the calling thread
 * @param libtorch every {@code libtorch_cpu} in the process: one, unless something is wrong; none
 *     where the system does not tell
 * @param build of the libtorch in use
 * @param chosen folder of libtorch that {@code MUGS_LIBTORCH} asks for; empty if it asks for none
 * @param gpus that libtorch can use
 * @param blas the library that multiplies matrices; empty where the system does not tell
 * @param cache folder that native libraries are unpacked into
 * @param productRight whether a small matrix product came out right
 */
public record EngineReport(
    String libtorchVersion,
    String javacppVersion,
    String instructions,
    int threads,
    List<Path> libtorch,
    LibtorchBuild build,
    Optional<Path> chosen,
    int gpus,
    Optional<Path> blas,
    Path cache,
    boolean productRight) {

  /**
   * Starts the engine and looks at it.
   *
   * @throws EngineException if the native libraries cannot be loaded
   */
  public static EngineReport take() {
    return Engine.call(
        () -> {
          boolean right = multipliesRight();
          LoadedLibraries loaded = LoadedLibraries.now(); // some BLAS load with the first product
          return new EngineReport(
              version("pytorch"),
              version("javacpp"),
              instructionSet(),
              torch.get_num_threads(),
              loaded.libtorch(),
              LibtorchBuild.now(),
              ChosenLibtorch.in(System.getenv()).map(ChosenLibtorch::folder),
              torch.cuda_device_count(),
              loaded.blas(),
              cacheFolder(),
              right);
        });
  }

  /** Returns whether MKL multiplies; false where the system does not tell. */
  public boolean mklLoaded() {
    return blas.filter(path -> path.getFileName().toString().startsWith("libmkl")).isPresent();
  }

  /**
   * Returns the libtorch in use, in few words: that of the Java classes is told by their version,
   * another one by its own.
   */
  public String libtorchInUse() {
    return foreign().isEmpty()
        ? libtorchVersion
        : build.version() + (build.bringsMkl() ? " with MKL" : "") + " of another build";
  }

  /** Returns the libtorch in use if it is not the one that comes with the Java classes. */
  public Optional<Path> foreign() {
    return libtorch.stream().filter(path -> !path.startsWith(realPath(cache))).findFirst();
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath();
    }
  }

  private static String version(String artifact) {
    try {
      return Loader.getVersion("org.bytedeco", artifact);
    } catch (IOException e) {
      return "of unknown version";
    }
  }

  private static String instructionSet() {
    try (BytePointer text = torch.get_cpu_capability()) {
      return text.getString().toUpperCase(Locale.ROOT);
    }
  }

  private static Path cacheFolder() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean multipliesRight() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor left = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
      Tensor right = Tensors.of(new float[] {5, 6, 7, 8}, 2, 2);
      return Arrays.equals(Tensors.toFloats(left.matmul(right)), new float[] {19, 22, 43, 50});
    }
  }
}
