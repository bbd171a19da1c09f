package mugs.app;

import java.util.Optional;
import java.util.OptionalDouble;
import mugs.engine.Device;
import mugs.train.MicroBatch;
import mugs.train.SettledMicroBatch;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How many images a worker takes at a time, or how much memory they may take. */
abstract class MicroBatchOptions {
  private static final double BYTES_A_GIGABYTE = 1e9;

  @Option(
      names = "--memory",
      paramLabel = "GB",
      description =
          "With --micro-batch auto: the gigabytes that the work may take (default: three quarters of"
              + " what the device has).")
  private Optional<Double> memory = Optional.empty();

  /** Reads a micro-batch. */
  static final class Parsed implements ITypeConverter<MicroBatch> {
    @Override
    public MicroBatch convert(String text) {
      try {
        return MicroBatch.parse(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("it takes a whole number from 0, or auto, not " + text);
      }
    }
  }

  /** Returns what was asked for. */
  abstract MicroBatch asked();

  /** Checks what fits together. */
  void check() {
    memory.ifPresent(this::check);
  }

  private void check(double gigabytes) {
    if (!(gigabytes > 0)) {
      throw CommandException.usage(
          "--memory is %s: it takes a number of gigabytes above 0".formatted(gigabytes));
    }
    if (!asked().isAuto()) {
      throw CommandException.usage(
          "--memory settles a micro-batch that is left open: give --micro-batch auto too");
    }
  }

  /** Returns the bytes that the work may take, if that was said. */
  OptionalDouble given() {
    return memory.isPresent()
        ? OptionalDouble.of(memory.get() * BYTES_A_GIGABYTE)
        : OptionalDouble.empty();
  }

  /** Returns what to do where not even one image at a time fits. */
  abstract String smaller();

  /**
   * Sees whether what was left open could be settled, within the memory that somebody gave.
   *
   * @param settled how many images a worker takes at a time
   * @param looks whether workers take images at all
   * @return the same
   * @throws CommandException if not, as the device does not tell how much memory it has, or more
   *     was not given
   */
  SettledMicroBatch checked(SettledMicroBatch settled, boolean looks, Device device) {
    if (looks && asked().isAuto() && !settled.isSettled()) {
      throw CommandException.usage(
          "--micro-batch is auto and device %s does not tell how much memory it has: say with --memory how many gigabytes of it the work may take"
              .formatted(device));
    }
    if (settled.isGiven() && settled.isTooMuch()) {
      String least = Significant.upwards(settled.needed() / BYTES_A_GIGABYTE);
      throw CommandException.usage(
          "--memory is %s, but the work takes at least about %s GB%s: give --memory %s or more, or %s"
              .formatted(allowed(settled), least, looks ? inWords(settled) : "", least, smaller()));
    }
    return settled;
  }

  /**
   * Tells what memory work takes, and warns where it is more than the device has for it.
   *
   * @param settled how many images a worker takes at a time
   * @param looks whether workers take images at all
   */
  void tell(SettledMicroBatch settled, boolean looks, ProgressLine progress) {
    progress.say(
        "It takes about %s GB of memory%s"
            .formatted(
                Significant.upwards(settled.needed() / BYTES_A_GIGABYTE),
                looks ? inWords(settled) : ""));
    if (settled.isTooMuch()) {
      progress.say(
          "Careful: that is more than the %s GB that it may take; %s"
              .formatted(
                  allowed(settled),
                  settled.images() == 1 || !looks ? smaller() : "give --micro-batch auto"));
    }
  }

  private static String allowed(SettledMicroBatch settled) {
    return Significant.digits(settled.allowed().orElseThrow() / BYTES_A_GIGABYTE);
  }

  private static String inWords(SettledMicroBatch settled) {
    return ", with %s at a time for each worker".formatted(Counted.of(settled.images(), "image"));
  }
}
