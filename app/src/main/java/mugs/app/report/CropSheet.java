package mugs.app.report;

import java.util.List;
import mugs.image.RgbImage;

/**
 * A few pictures with the crops that training takes of them.
 *
 * @param title of the sheet
 * @param lead what the crops follow, in a sentence
 * @param rows one a picture
 */
public record CropSheet(String title, String lead, List<Row> rows) {

  /** Global crops and pictures are shown about as wide as this, in pixels. */
  private static final int WIDE = 192;

  /** Local crops are shown at least as wide as this, in pixels. */
  private static final int NARROW = 64;

  /** Copies the rows. */
  public CropSheet {
    rows = List.copyOf(rows);
  }

  /**
   * A picture and its crops.
   *
   * @param name of the picture
   * @param picture whole
   * @param teacher the teacher's global crops
   * @param student the student's global crops
   * @param locals the student's local crops; may be empty
   */
  public record Row(
      String name, RgbImage picture, List<Shown> teacher, List<Shown> student, List<Shown> locals) {

    /** Copies the lists. */
    public Row {
      teacher = List.copyOf(teacher);
      student = List.copyOf(student);
      locals = List.copyOf(locals);
    }
  }

  /**
   * A crop.
   *
   * @param name such as {@code s0}
   * @param pixels as the network sees them
   * @param weak whether it was augmented weakly
   */
  public record Shown(String name, RgbImage pixels, boolean weak) {
    String strength() {
      return weak ? "weak" : "strong";
    }
  }

  /** Returns how many pixels wide a global crop's pixel is shown. */
  static int globalScale(int side) {
    return Math.max(1, WIDE / side);
  }

  /** Returns how many pixels wide a local crop's pixel is shown, beside global crops. */
  static int localScale(int side, int globalSide) {
    return Math.max(globalScale(globalSide), (NARROW + side - 1) / side);
  }
}
