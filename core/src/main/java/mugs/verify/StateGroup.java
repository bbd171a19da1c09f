package mugs.verify;

import java.util.Arrays;

/** The groups in which the tensors of a state are reported. */
enum StateGroup {
  STUDENT("student parameters", "student.", false),
  TEACHER("teacher parameters", "teacher.", false),
  FIRST_MOMENTS("first moments", "optimizer.first_moment.", false),
  SECOND_MOMENTS("second moments", "optimizer.second_moment.", false),
  COUNTS("update counts", "optimizer.step.", true),
  POINTERS("pointers", ".pointer", true),
  MEMORIES("memories", "_memory", false),
  QUEUES("queues", "_queue", false),
  CENTRE("centre", "centre", false),
  OTHER("tensors of no known group", "", true);

  private final String title;
  private final String mark;
  private final boolean exact;

  StateGroup(String title, String mark, boolean exact) {
    this.title = title;
    this.mark = mark;
    this.exact = exact;
  }

  String title() {
    return title;
  }

  /** Returns whether the values are whole numbers that must agree. */
  boolean exact() {
    return exact;
  }

  static StateGroup of(String tensor) {
    return Arrays.stream(values())
        .filter(
            group ->
                group.mark.endsWith(".")
                    ? tensor.startsWith(group.mark)
                    : tensor.endsWith(group.mark))
        .findFirst()
        .orElse(OTHER);
  }
}
