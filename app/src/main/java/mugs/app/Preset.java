package mugs.app;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what {@code --preset} names. */
final class Preset {
  private Preset() {}

  /**
   * Returns the one of a title.
   *
   * @param name that was given
   * @param all presets of the command
   * @param title what users call each
   * @throws CommandException naming all titles, if there is none
   */
  static <T> T named(String name, List<T> all, Function<T, String> title) {
    return all.stream()
        .filter(each -> title.apply(each).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--preset is %s: it takes %s"
                        .formatted(
                            name, all.stream().map(title).collect(Collectors.joining(", ")))));
  }
}
