package mugs.engine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.SizeTPair;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Where tensors lie and are computed with: the processor with its memory, or a GPU with its own.
 *
 * <p>Only what libtorch's own Java classes reach is used: those of its CUDA part need a native
 * library that is not there without CUDA.
 *
 * @param index of the GPU, from 0; -1 for the processor
 */
public record Device(int index) {
  /** The processor. */
  public static final Device CPU = new Device(-1);

  private static final Pattern WORDS = Pattern.compile("cpu|cuda(?::(\\d{1,2}))?");

  /** The driver says here, in a folder for each GPU, what it is. */
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");

  private static final String MODEL = "Model:";

  /**
   * Reads what a recipe or a command line says.
   *
   * @param text {@code cpu}, {@code cuda} for the first GPU, or {@code cuda:1} and so on
   * @throws IllegalArgumentException if it is something else
   */
  public static Device parse(String text) {
    Matcher words = WORDS.matcher(text);
    if (!words.matches()) {
      throw new IllegalArgumentException(
          "a device is cpu, cuda or cuda:1 and so on, not '%s'".formatted(text));
    }
    if (!text.startsWith("cuda")) {
      return CPU;
    }
    return new Device(Optional.ofNullable(words.group(1)).map(Integer::parseInt).orElse(0));
  }

  /** Returns whether it is a GPU. */
  public boolean isCuda() {
    return index >= 0;
  }

  /**
   * Sees that the device is there. Of the processor nothing is asked, and libtorch not loaded.
   *
   * @throws UnfitOptionException if it is not, in a line that says what to do
   */
  public void check() {
    if (isCuda()) {
      Engine.start();
      boolean built = Context.hasCUDART();
      missing(built, built ? torch.cuda_device_count() : 0)
          .ifPresent(
              reason -> {
                throw new UnfitOptionException(reason);
              });
    }
  }

  /**
   * Says why this GPU cannot be used.
   *
   * @param built whether libtorch has CUDA
   * @param count of the GPUs it sees
   * @return nothing if it can
   */
  Optional<String> missing(boolean built, int count) {
    if (index < count) {
      return Optional.empty();
    }
    String wanted = "device %s is not there: ".formatted(this);
    if (!built) {
      return Optional.of(
          wanted
              + "this libtorch has no CUDA; build with the Maven profile cuda, or let MUGS_LIBTORCH"
              + " point at a PyTorch that has it (see docs/devices.md), or take cpu");
    }
    return Optional.of(
        wanted
            + (count == 0
                ? "libtorch has CUDA and sees no GPU; see that the driver runs (nvidia-smi) and that"
                    + " CUDA_VISIBLE_DEVICES does not hide it, or take cpu"
                : "libtorch sees %d GPU%s, take cuda:0%s"
                    .formatted(
                        count,
                        count == 1 ? "" : "s",
                        count == 1 ? "" : " to cuda:" + (count - 1))));
  }

  /** Returns the device's own tensor of the same values; the same tensor if it lies here. */
  public Tensor of(Tensor tensor) {
    return tensor.to(inTorch(), tensor.scalar_type());
  }

  /**
   * Returns the device's own copy of a tensor. A GPU fetches one from pinned memory while the
   * processor goes on: that memory must stay as it is until {@link #synchronize}.
   */
  public Tensor fetch(Tensor tensor) {
    return tensor.to(inTorch(), tensor.scalar_type(), true, true, new MemoryFormatOptional());
  }

  /** Returns options for new tensors that lie here. */
  TensorOptions placed(TensorOptions options) {
    return options.device(new DeviceOptional(inTorch()));
  }

  DeviceType type() {
    return isCuda() ? DeviceType.CUDA : DeviceType.CPU;
  }

  private org.bytedeco.pytorch.Device inTorch() {
    return new org.bytedeco.pytorch.Device(type(), (byte) index);
  }

  /**
   * Returns the device's own tensor of values that were just made; on the processor the same. A GPU
   * fetches them from pinned memory of their own while the processor goes on.
   *
   * @param made on the processor
   */
  public Tensor send(Tensor made) {
    return isCuda() ? fetch(made.pin_memory()) : made;
  }

  /**
   * Waits until all that it was given to do is done; the processor is never behind.
   *
   * @throws EngineException if something of it failed
   */
  public void synchronize() {
    if (isCuda()) {
      Engine.call(
          () -> {
            torch.cuda_synchronize(index);
            return this;
          });
    }
  }

  /** Gives back what libtorch keeps of a GPU's memory for later and nothing uses. */
  public void releaseUnused() {
    if (isCuda()) {
      torch.emptyCache();
    }
  }

  /**
   * Returns the memory of a GPU that is taken, in bytes, by all programs; empty if not known.
   * libtorch keeps what it once took, so after some work this tells the most that was needed.
   */
  public OptionalLong takenBytes() {
    return told(memory -> memory.second() - memory.first());
  }

  /** Returns the memory of a GPU that is not taken, in bytes; empty if not known. */
  public OptionalLong freeBytes() {
    return told(SizeTPair::first);
  }

  /** Returns the memory that the device has, in bytes; empty if not known. */
  public OptionalLong installedBytes() {
    return told(SizeTPair::second);
  }

  /** Asks a GPU; a libtorch of another version than the Java classes may not answer. */
  private OptionalLong told(ToLongFunction<SizeTPair> question) {
    if (!isCuda()) {
      return OptionalLong.empty();
    }
    try (Scope scope = Scope.open()) {
      return OptionalLong.of(question.applyAsLong(torch.getMemoryInfo((byte) index)));
    } catch (RuntimeException | LinkageError e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Returns the device in words: with its model, where the driver knows one model alone, for the
   * driver and CUDA need not count GPUs in the same order.
   */
  public String inWords() {
    return isCuda() ? inWords(models(DRIVER)) : toString();
  }

  String inWords(List<String> models) {
    return models.size() == 1 ? "%s (%s)".formatted(this, models.get(0)) : toString();
  }

  /** Returns the different models of GPU that a folder of the driver tells of. */
  static List<String> models(Path driver) {
    if (!Files.isDirectory(driver)) {
      return List.of();
    }
    try (Stream<Path> files =
        Files.find(driver, 2, (file, facts) -> file.endsWith("information"))) {
      return files.flatMap(Device::model).distinct().sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Stream<String> model(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(MODEL.length()).strip());
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Returns what a recipe says. */
  @Override
  @JsonValue
  public String toString() {
    return isCuda() ? "cuda:" + index : "cpu";
  }
}
