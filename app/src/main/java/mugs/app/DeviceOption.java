package mugs.app;

import java.util.List;
import java.util.Optional;
import mugs.engine.Device;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The {@code --device} option of every command that trains or computes what training does. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda[:i]",
      converter = Parsed.class,
      description =
          "What computes: cpu, cuda (the first GPU), cuda:1 and so on, in place of the recipe's"
              + " run.device (default: cpu).")
  private Optional<Device> device = Optional.empty();

  /** Picocli says which option it was. */
  static final class Parsed implements ITypeConverter<Device> {
    @Override
    public Device convert(String text) {
      try {
        return Device.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Returns the device that was named, or the processor. */
  Device chosen() {
    return device.orElse(Device.CPU);
  }

  /** Returns what is to be set in the recipe: at most one assignment. */
  List<String> assignments() {
    return device.map(named -> "run.device=" + named).stream().toList();
  }
}
