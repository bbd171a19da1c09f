package mugs.source;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what an archive or manifest holds beside the pictures that are taken, to tell it once. */
final class LeftOut {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

  private static final int SHOWN = 200;

  /** Why something is left out. */
  enum Reason {
    /** A file that is no picture: nobody misses it. */
    OTHER_FILE("other file", "other files"),
    /** A link: it could lead out of the archive. */
    LINK("link", "links"),
    /** A device, a pipe, a file with holes. */
    SPECIAL("device, pipe or file with holes", "devices, pipes or files with holes"),
    /** A name of more than 4,096 letters, which no file system has. */
    LONG_NAME("file with an endless name", "files with endless names"),
    /** A path that another picture has too. */
    SAME_PATH("picture whose path another one has too", "pictures whose paths others have too"),
    /** More than one picture in a sample. */
    SECOND_PICTURE("further picture of a sample", "further pictures of samples");

    private final String one;
    private final String more;

    Reason(String one, String more) {
      this.one = one;
      this.more = more;
    }
  }

  /** How many, and the first one's name. */
  private record Tally(int count, String first) {}

  private final Map<Reason, Tally> tallies = new EnumMap<>(Reason.class);

  void add(Reason reason, String fullName) {
    String name = fullName.length() > SHOWN ? fullName.substring(0, SHOWN) + "..." : fullName;
    tallies.merge(reason, new Tally(1, name), (old, one) -> new Tally(old.count + 1, old.first));
  }

  /** Logs what a user may miss. */
  void tell(String collection) {
    String told =
        tallies.keySet().stream()
            .filter(reason -> reason != Reason.OTHER_FILE)
            .map(this::inWords)
            .collect(Collectors.joining("; "));
    if (!told.isEmpty()) {
      LOG.warn("{}: left out {}", collection, told);
    }
  }

  private String inWords(Reason reason) {
    Tally tally = tallies.getOrDefault(reason, new Tally(0, ""));
    return tally.count == 1
        ? "1 %s (%s)".formatted(reason.one, tally.first)
        : "%d %s (the first: %s)".formatted(tally.count, reason.more, tally.first);
  }

  /** Returns the refusal of a collection in which no picture was found. */
  NoPicturesException noPictures(String collection) {
    String held = tallies.keySet().stream().map(this::inWords).collect(Collectors.joining("; "));
    return new NoPicturesException(
        "no pictures in %s: it holds %s; give one with files that end in %s"
            .formatted(
                collection, held.isEmpty() ? "no files" : held, PictureFormat.ENDINGS_IN_WORDS));
  }
}
