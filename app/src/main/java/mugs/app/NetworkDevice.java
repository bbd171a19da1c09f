package mugs.app;

import mugs.engine.Device;
import picocli.CommandLine.Option;

/** The {@code --device} option of commands that run a network without a recipe. */
final class NetworkDevice {

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda[:i]",
      converter = DeviceOption.Parsed.class,
      description = "What computes: cpu (the default), cuda (the first GPU), cuda:1 and so on.")
  private Device device = Device.CPU;

  /** Returns the device that was named, or the processor. */
  Device chosen() {
    return device;
  }
}
