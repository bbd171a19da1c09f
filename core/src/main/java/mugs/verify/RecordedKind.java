package mugs.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A kind of folder that holds another program's answers. */
public sealed interface RecordedKind
    permits RecordedTraining, RecordedAugmentation, RecordedWeights, RecordedEvaluation {

  /** Returns the name of the file by which such a folder is known. */
  String file();

  /** Returns what machines call the list of its sections. */
  String sectionsKey();

  /** Returns what machines call the list of checks in a section. */
  String checksKey();

  /**
   * Computes everything anew and compares it with what was recorded.
   *
   * @param name of the folder, for headings
   * @param folder that holds {@link #file()}
   * @param listener that hears of it
   * @return at least one section
   * @throws IOException if the folder as a whole makes no sense
   */
  List<Section> verify(String name, Path folder, VerifyListener listener) throws IOException;

  /**
   * Returns how much was checked, and what of it failed, such as {@code 2 of 140 groups in 5
   * replays}.
   *
   * @param sections of any number of such folders
   */
  String counted(List<Section> sections);
}
