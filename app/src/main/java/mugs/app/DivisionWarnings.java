package mugs.app;

import java.io.PrintWriter;
import java.util.Locale;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;

/**
 * Says what makes figures worse or too good.
 *
 * @param err where it is said
 */
record DivisionWarnings(PrintWriter err) {

  /** Warns of pictures that cannot be read, if there are any. */
  void ofSkipped(int pictures) {
    if (pictures > 0) {
      warn("%,d pictures cannot be read and are left out", pictures);
    }
  }

  /** Warns of pictures that are stored more than once, if there are any. */
  void ofCopies(Division.Kind kind, int pictures) {
    if (pictures > 0) {
      warn(
          kind == Division.Kind.LEAVE_ONE_OUT
              ? "%,d of the pictures are stored more than once, byte by byte the same: figures are too good"
              : "%,d of the pictures to be tested are, byte by byte the same, among those to learn from: figures are too good",
          pictures);
    }
  }

  /** Warns of classes that are tested and not learned, if there are any. */
  void ofUnknown(LabelPair labels) {
    if (!labels.unknown().isEmpty()) {
      warn(
          "%,d of the pictures to be tested are of %d classes at level %s that no picture to learn from has, the first is %s: they count as wrong",
          labels.unknownPictures(),
          labels.unknown().size(),
          labels.level(),
          labels.unknown().get(0));
    }
  }

  private void warn(String format, Object... values) {
    err.println("Warning: " + String.format(Locale.ROOT, format, values));
    err.flush();
  }
}
