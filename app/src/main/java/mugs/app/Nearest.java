package mugs.app;

import java.util.List;
import java.util.stream.Collectors;

/** The numbers of nearest pictures that {@code --k} gives. */
final class Nearest {
  private Nearest() {}

  /**
   * Checks those that were asked for.
   *
   * @param gallery how many pictures there are to find them among
   * @throws CommandException if one is larger
   */
  static void check(List<Integer> ks, int gallery) {
    ks.stream()
        .filter(k -> k > gallery)
        .findFirst()
        .ifPresent(
            k -> {
              throw CommandException.usage(
                  "--k is %d, but there are only %,d pictures to find neighbours among: take a smaller k, or more pictures"
                      .formatted(k, gallery));
            });
  }

  /**
   * Returns those that were asked for; else the usual ones that the pictures suffice for, and says
   * which they do not suffice for.
   *
   * @param asked may be none
   * @param usual in their place
   * @param gallery how many pictures there are to find them among
   */
  static List<Integer> fitting(
      List<Integer> asked, List<Integer> usual, int gallery, Measuring work) {
    if (!asked.isEmpty()) {
      return asked;
    }
    List<Integer> fitting = usual.stream().filter(k -> k <= gallery).toList();
    if (fitting.size() < usual.size()) {
      work.say(
          "Left out k %s: there are %,d pictures to find neighbours among"
              .formatted(
                  usual.stream()
                      .filter(k -> k > gallery)
                      .map(String::valueOf)
                      .collect(Collectors.joining(", ")),
                  gallery));
    }
    return fitting.isEmpty() ? List.of(gallery) : fitting;
  }
}
