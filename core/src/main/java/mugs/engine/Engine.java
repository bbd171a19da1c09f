package mugs.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of libtorch: which BLAS, how many threads, what the environment lacks.
 *
 * <p>Two thread pools that spin on the same cores cost a factor of four in speed, so the choice is
 * made once, before anything native is loaded: on x86-64 MKL, else (or with {@code
 * MUGS_BLAS=openblas}) OpenBLAS with a pool of one thread. What only the environment of the process
 * can set (the C library's allocator) is the launcher's work; without it a warning names the
 * variables.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** The property by which JavaCPP's OpenBLAS preset loads another BLAS in its place. */
  private static final String BLAS_PROPERTY = "org.bytedeco.openblas.load";

  private static final String MKL_LIBRARY = "mkl_rt";

  private Engine() {}

  /**
   * Loads libtorch, if it is not loaded yet. Any thread may call it, any number of times.
   *
   * @throws EngineException if the native libraries cannot be loaded, or not those that {@code
   *     MUGS_LIBTORCH} asks for
   */
  public static void start() {
    Started.ONCE.check();
  }

  /**
   * Settles what JavaCPP reads when it loads its first native library: which BLAS, and no bound on
   * native memory. {@link #start} does so too. Whoever loads another native library first (OpenCV
   * brings a BLAS with it) calls this before.
   */
  public static void prepare() {
    chooseBlas();
    setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
  }

  private static void chooseBlas() {
    if ("openblas".equals(System.getenv("MUGS_BLAS"))
        || !"amd64".equals(System.getProperty("os.arch"))) {
      return;
    }
    try {
      Class.forName("org.bytedeco.mkl.global.mkl_rt", false, Engine.class.getClassLoader());
      setUnlessSet(BLAS_PROPERTY, MKL_LIBRARY);
    } catch (ClassNotFoundException e) {
      LOG.debug("MKL is not on the class path; OpenBLAS is used", e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Returns the number of processors the JVM may use. */
  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Lets one operation of the calling thread use so many threads, whatever other threads choose.
   *
   * <p>libtorch keeps the choice for each thread, but a thread that has not worked yet takes over
   * the last choice of any thread when it first looks; so it has to look before it chooses.
   *
   * @param count at least 1
   */
  public static void useThreads(int count) {
    start();
    torch.get_num_threads();
    torch.set_num_threads(count);
  }

  /** Returns the BLAS that was chosen, {@code mkl} or {@code openblas}, see {@link #usesMkl}. */
  public static String blas() {
    return usesMkl() ? "mkl" : "openblas";
  }

  /** Returns whether MKL was chosen as BLAS; settled by {@link #prepare}. */
  public static boolean usesMkl() {
    return MKL_LIBRARY.equals(System.getProperty(BLAS_PROPERTY));
  }

  /**
   * Runs work that calls libtorch, and turns its errors into {@link EngineException}.
   *
   * @throws EngineException if libtorch refuses an operation
   */
  public static <T> T call(Supplier<T> work) {
    start();
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw EngineException.of(e);
    }
  }

  /** Returns the environment variables that are missing, each with the value it should have. */
  public static Map<String, String> missingVariables() {
    return EnvironmentVariable.missing(System.getenv(), usesMkl());
  }

  /** Loading happens in the initialiser of this class, which the JVM runs once. */
  private static final class Started {
    static final Started ONCE = new Started();

    private final Optional<Throwable> failure;
    private final Optional<String> complaint;

    private Started() {
      prepare();
      failure = load();
      complaint =
          ChosenLibtorch.in(System.getenv())
              .flatMap(chosen -> chosen.complaint(LoadedLibraries.now().libtorch()));
      List<String> missing = new ArrayList<>();
      missingVariables().forEach((name, value) -> missing.add(name + "=" + value));
      if (failure.isEmpty() && !missing.isEmpty()) {
        LOG.warn(
            "Mugs is slower without these environment variables, set before the JVM starts: {}",
            String.join(" ", missing));
      }
    }

    /** An exception out of an initialiser would hide its reason from all calls but the first. */
    private static Optional<Throwable> load() {
      try {
        Loader.load(torch.class);
        torch.get_num_threads();
        torch.set_num_threads(processors());
        return Optional.empty();
      } catch (RuntimeException | LinkageError e) {
        return Optional.of(e);
      }
    }

    void check() {
      if (failure.isPresent()) {
        throw EngineException.ofLoading(failure.get());
      }
      if (complaint.isPresent()) {
        throw EngineException.because(complaint.get());
      }
    }
  }
}
