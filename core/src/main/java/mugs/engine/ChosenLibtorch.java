package mugs.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The libtorch that the variable MUGS_LIBTORCH asks for.
 *
 * <p>Where JavaCPP cannot load it, for want of a library or of the settings that the launcher
 * makes, it loads its own without a word; so what came is compared with what was asked for.
 *
 * @param folder that holds {@code libtorch_cpu.so}
 */
record ChosenLibtorch(Path folder) {
  private static final String VARIABLE = "MUGS_LIBTORCH";

  /** Returns the one that an environment asks for; empty if none. */
  static Optional<ChosenLibtorch> in(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(value -> !value.isEmpty())
        .map(value -> new ChosenLibtorch(Path.of(value)));
  }

  /**
   * Returns what is wrong if another one was loaded.
   *
   * @param loaded every {@code libtorch_cpu} of the process; none where the system does not tell
   */
  Optional<String> complaint(List<Path> loaded) {
    return loaded.stream()
        .filter(library -> !isHere(library))
        .findFirst()
        .map(
            other ->
                "%s is %s, but libtorch was loaded from %s: start with ./mugs, and look with ldd %s"
                        .formatted(VARIABLE, folder, other, folder.resolve(other.getFileName()))
                    + " for a library that it lacks");
  }

  private boolean isHere(Path library) {
    try {
      Path own = folder.resolve(library.getFileName());
      return Files.exists(own) && Files.isSameFile(own, library);
    } catch (IOException e) {
      return false;
    }
  }
}
