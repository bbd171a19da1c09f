package mugs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.load.UnreadableShare;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;

/**
 * Ends an evaluation as soon as it is certain that too many pictures cannot be read: more than
 * their share of those to learn from, or of those to be tested. One source may hold several such
 * parts.
 */
public final class UnreadableRule {
  private final PictureSource source;
  private final UnreadableShare allowed;
  private final List<Part> parts = new ArrayList<>();

  /** Pictures of which a share may be unreadable; indices in the source, rising. */
  private record Part(int[] pictures, SkippedPictures skipped) {}

  /**
   * Begins a rule without parts, which allows all.
   *
   * @param source of the pictures
   * @param allowed how many of each part may be unreadable
   */
  public UnreadableRule(PictureSource source, UnreadableShare allowed) {
    this.source = source;
    this.allowed = allowed;
  }

  /** Returns the rule of a source all of whose pictures are learnt from and tested. */
  public static UnreadableRule ofAll(PictureSource source, UnreadableShare allowed) {
    UnreadableRule rule = new UnreadableRule(source, allowed);
    int[] all = new int[source.size()];
    Arrays.setAll(all, i -> i);
    rule.parts.add(new Part(all, SkippedPictures.ofEvaluation(source, allowed)));
    return rule;
  }

  /** Returns the rule of the source to learn from; where there is one source, for both parts. */
  public static UnreadableRule ofTrain(Division division, UnreadableShare allowed) {
    return switch (division.kind()) {
      case TWO_SOURCES, LEAVE_ONE_OUT, WHOLE -> ofAll(division.train(), allowed);
      case CUT ->
          new UnreadableRule(division.train(), allowed)
              .and(division.trainPictures(), division.trainPart().name())
              .and(division.testPictures(), division.testPart().name());
    };
  }

  /**
   * Adds a part.
   *
   * @param pictures indices in the source, rising; not copied
   * @param name of the part
   */
  public UnreadableRule and(int[] pictures, String name) {
    PictureSource part = new SubsetSource(source, pictures, name);
    parts.add(new Part(pictures, SkippedPictures.ofEvaluation(part, allowed)));
    return this;
  }

  /**
   * Takes note of a picture that cannot be read; one that is known counts once.
   *
   * @param index in the source
   * @param reason in words
   * @throws TooManySkippedException if that makes too many in a part
   */
  public void found(int index, String reason) throws TooManySkippedException {
    for (Part part : parts) {
      int own = Arrays.binarySearch(part.pictures, index);
      if (own >= 0) {
        part.skipped.add(own, reason);
      }
    }
  }
}
