package mugs.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The shared libraries that are mapped into this process.
 *
 * @param files each once, in the order of their addresses
 */
record LoadedLibraries(List<Path> files) {
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** Address, rights, offset, device and inode come before the name, which may hold spaces. */
  private static final int FIELDS = 6;

  /** Returns those of this process; none where the system does not tell. */
  static LoadedLibraries now() {
    try {
      return parse(Files.readAllLines(MAPS));
    } catch (IOException e) {
      return new LoadedLibraries(List.of());
    }
  }

  /** Reads lines as the kernel writes them into {@code /proc/self/maps}. */
  static LoadedLibraries parse(List<String> lines) {
    return new LoadedLibraries(
        lines.stream()
            .map(line -> line.split(" +", FIELDS))
            .filter(fields -> fields.length == FIELDS && fields[FIELDS - 1].startsWith("/"))
            .map(fields -> Path.of(fields[FIELDS - 1]))
            .filter(path -> path.getFileName().toString().contains(".so"))
            .distinct()
            .toList());
  }

  /** Returns the libraries whose file name starts so. */
  List<Path> startingWith(String name) {
    return files.stream().filter(path -> path.getFileName().toString().startsWith(name)).toList();
  }

  /** Returns every {@code libtorch_cpu}, the library that holds libtorch's own code for the CPU. */
  List<Path> libtorch() {
    return startingWith("libtorch_cpu");
  }

  /**
   * Returns the library that answers libtorch's calls for matrix products. MKL answers them under
   * the name of OpenBLAS, from a folder of its own.
   */
  Optional<Path> blas() {
    return startingWith("libmkl_rt").stream()
        .findFirst()
        .or(() -> startingWith("libopenblas.so").stream().findFirst());
  }
}
