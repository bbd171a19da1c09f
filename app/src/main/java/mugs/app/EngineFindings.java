package mugs.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mugs.engine.Engine;
import mugs.engine.EngineReport;

/**
 * What can be said of the engine once it runs.
 *
 * @param report of the engine
 * @param missing environment variables, with the values they should have
 * @param mklChosen whether MKL was asked for
 * @param cards NVIDIA cards of the system
 */
record EngineFindings(
    EngineReport report, Map<String, String> missing, boolean mklChosen, NvidiaCards cards) {
  private static final long ROOM_TO_UNPACK = 1_500_000_000L;
  private static final Set<String> FAST = Set.of("AVX2", "AVX512");

  /** Starts the engine and looks at it. */
  static EngineFindings take() {
    EngineReport report = EngineReport.take();
    return new EngineFindings(
        report, Engine.missingVariables(), Engine.usesMkl(), NvidiaCards.ofThisSystem());
  }

  List<Finding> all() {
    return List.of(libtorch(), gpu(), blas(), threads(), environment(), cache(), product());
  }

  private Finding libtorch() {
    String versions = report.libtorchVersion() + ", JavaCPP " + report.javacppVersion();
    List<Path> loaded = report.libtorch();
    if (loaded.size() > 1) {
      return Finding.bad(
          "libtorch",
          versions + ", loaded more than once: " + loaded,
          "take the other one off LD_LIBRARY_PATH and java.library.path; two of them crash the JVM");
    }
    return report
        .foreign()
        .map(path -> another(versions, path))
        .orElseGet(() -> Finding.ok("libtorch", versions));
  }

  private Finding another(String versions, Path path) {
    String found =
        "%s, on libtorch %s%s from %s"
            .formatted(
                versions,
                report.build().version(),
                report.build().cuda().map(version -> " for CUDA " + version).orElse(""),
                path);
    return Finding.warnIf(
        report.chosen().isEmpty(),
        "libtorch",
        found + (report.chosen().isPresent() ? " (MUGS_LIBTORCH)" : ""),
        "it is not the one that mugs brings; run mugs verify to see whether it computes the same");
  }

  private Finding gpu() {
    int gpus = report.gpus();
    if (gpus > 0) {
      return Finding.ok(
          "GPU", (gpus == 1 ? "cuda:0" : "cuda:0 to cuda:" + (gpus - 1)) + ", " + cards.words());
    }
    if (!cards.any()) {
      return Finding.ok("GPU", "no NVIDIA card");
    }
    if (!cards.driver()) {
      return Finding.warn(
          "GPU", cards.words() + " without NVIDIA's driver", "install the driver to train on it");
    }
    return report
        .build()
        .cuda()
        .map(
            version ->
                Finding.warn(
                    "GPU",
                    cards.words() + ", but libtorch for CUDA " + version + " can use none",
                    "see whether nvidia-smi works and tells CUDA "
                        + version
                        + " or later, and whether CUDA_VISIBLE_DEVICES hides the card"))
        .orElseGet(
            () ->
                Finding.warn(
                    "GPU",
                    cards.words() + ", but this libtorch is for the CPU alone",
                    "use that of a PyTorch for CUDA (MUGS_LIBTORCH=auto), or build with"
                        + " MUGS_MAVEN_ARGS=-Pcuda (docs/devices.md)"));
  }

  private Finding blas() {
    if (report.build().bringsMkl()) {
      return Finding.ok("BLAS", "MKL, part of libtorch");
    }
    String found =
        report
            .blas()
            .map(path -> (report.mklLoaded() ? "MKL, " : "") + path.getFileName())
            .orElse("not to be seen on this system");
    if (mklChosen && report.blas().isPresent() && !report.mklLoaded()) {
      return Finding.warn(
          "BLAS",
          found + " instead of MKL",
          "put the org.bytedeco mkl jars for this system on the class path; training is half as fast");
    }
    return Finding.warnIf(
        !mklChosen && System.getProperty("os.arch").equals("amd64"),
        "BLAS",
        found,
        "MKL is twice as fast: unset MUGS_BLAS, and keep the org.bytedeco mkl jars on the class path");
  }

  private Finding threads() {
    return Finding.warnIf(
        !FAST.contains(report.instructions()),
        "threads",
        "%d of libtorch, %s instructions".formatted(report.threads(), report.instructions()),
        "libtorch is slow on a processor without AVX2: take another machine for long runs");
  }

  private Finding environment() {
    List<String> unset = new ArrayList<>();
    missing.forEach((name, value) -> unset.add(name + "=" + value));
    return unset.isEmpty()
        ? Finding.ok("environment", "allocator and thread variables are set")
        : Finding.warn(
            "environment",
            (unset.size() == 1 ? "a variable is" : unset.size() + " variables are") + " not set",
            "start with ./mugs, which sets them, or set before Java starts: "
                + String.join(" ", unset));
  }

  private Finding cache() {
    Path folder = report.cache();
    long room = folder.toFile().getUsableSpace();
    String found =
        String.format(Locale.ROOT, "%s, %.1f GB free", folder, room / MachineFindings.GIGA);
    if (!Files.isWritable(folder)) {
      return Finding.warn(
          "cache",
          found + ", not writable",
          "new versions of the native libraries cannot be unpacked there: make it writable, or name"
              + " another folder with MUGS_CACHE");
    }
    return Finding.warnIf(
        room < ROOM_TO_UNPACK,
        "cache",
        found,
        "native libraries are unpacked there and may need 1.5 GB: make room");
  }

  private Finding product() {
    return report.productRight()
        ? Finding.ok("product", "a small matrix product came out right")
        : Finding.bad(
            "product",
            "a small matrix product came out wrong",
            "try the other BLAS (MUGS_BLAS=openblas), then another machine");
  }
}
