package mugs.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pictures and labels of tar archives by going through them once.
 *
 * <p>Members of one sample have the same name up to the first dot of the file name, as WebDataset
 * has it; they need not follow one another. If any sample has a picture and labels, the archives
 * are shards: each sample is one picture, its first, and its labels are its levels. Otherwise each
 * file with a picture's ending is a picture, and its folders are its levels.
 */
final class TarIndex {
  private static final Logger LOG = LoggerFactory.getLogger(TarIndex.class);

  private final Indexing indexing;
  private final boolean several;
  private final PathTable.Builder paths = new PathTable.Builder();
  private final LongColumn places = new LongColumn();
  private final LongColumn rowOf = new LongColumn();
  private final List<Integer> starts = new ArrayList<>();
  private final BitSet further = new BitSet();
  private final SampleRows rows = new SampleRows();
  private final BitSet pictured = new BitSet();
  private final BitSet labelled = new BitSet();
  private final LabelColumns labels = new LabelColumns();
  private final LeftOut leftOut = new LeftOut();
  private final Set<String> prefixes = new HashSet<>();
  private int brokenLabels;
  private String firstBroken = "";

  /**
   * What was found.
   *
   * @param pictures with the size of each
   * @param places of the pictures: where the data lies in a plain archive, how many members come
   *     before it in a compressed one
   * @param starts for each archive its first picture, and the number of pictures in the end
   * @param levels of labels
   */
  record Found(PathTable pictures, long[] places, int[] starts, List<LabelLevel> levels) {}

  private TarIndex(Indexing indexing, boolean several) {
    this.indexing = indexing;
    this.several = several;
  }

  /**
   * Goes through archives.
   *
   * @param archives at least one
   * @param compressions one an archive
   * @throws NoPicturesException if no picture is found
   * @throws IOException if an archive cannot be opened
   */
  static Found of(List<Path> archives, List<Compression> compressions, Indexing indexing)
      throws IOException {
    TarIndex index = new TarIndex(indexing, archives.size() > 1);
    for (int i = 0; i < archives.size(); i++) {
      index.goThrough(archives.get(i), compressions.get(i), i);
    }
    String all = archives.size() == 1 ? archives.get(0).toString() : nameOf(archives);
    return index.found(all);
  }

  /** Returns what archives are called together. */
  static String nameOf(List<Path> archives) {
    String first = String.valueOf(archives.get(0).getFileName());
    return archives.size() == 1 ? first : first + " and " + (archives.size() - 1) + " more";
  }

  private void goThrough(Path archive, Compression compression, int shard) throws IOException {
    starts.add(paths.size());
    String prefix = several ? prefix(archive) + "/" : "";
    String before = "its beginning";
    try (TarReader reader = TarReader.open(archive, compression)) {
      for (Optional<TarReader.Member> next = reader.next(); next.isPresent(); ) {
        String name = ArchiveNames.clean(next.get().name());
        take(reader, next.get(), name, prefix, shard, compression);
        before = name;
        next = reader.next();
      }
    } catch (IOException e) {
      boolean cut = e instanceof EOFException;
      LOG.warn(
          "{} is {} behind {}: what comes before that is used ({}); copy or download it again",
          archive,
          cut ? "cut short" : "damaged (" + e.getMessage() + ")",
          before,
          paths.size() - starts.get(shard));
    }
  }

  /** Returns what tells an archive's pictures from those of others. */
  private String prefix(Path archive) {
    String stem = ArchiveNames.stem(ArchiveNames.clean(String.valueOf(archive.getFileName())));
    String prefix = stem;
    for (int i = 2; !prefixes.add(prefix); i++) {
      prefix = stem + "-" + i;
    }
    return prefix;
  }

  private void take(
      TarReader reader,
      TarReader.Member member,
      String name,
      String prefix,
      int shard,
      Compression compression)
      throws IOException {
    if (member.kind() == TarReader.Kind.FOLDER) {
      return;
    } else if (member.kind() != TarReader.Kind.FILE) {
      boolean link = member.kind() == TarReader.Kind.LINK;
      leftOut.add(link ? LeftOut.Reason.LINK : LeftOut.Reason.SPECIAL, name);
      return;
    } else if (ArchiveNames.isEndless(name)) {
      leftOut.add(LeftOut.Reason.LONG_NAME, name);
      return;
    }
    int dot = name.indexOf('.', name.lastIndexOf('/') + 2);
    String ending = dot < 0 ? "" : name.substring(dot + 1);
    boolean hidden = ArchiveNames.isHidden(name);
    if (!hidden && PictureFormat.isEnding(name)) {
      long place = compression == Compression.NONE ? member.offset() : reader.number();
      reader.finish(); // it is whole
      int row = rows.of(SampleRows.key(shard, name.substring(0, dot)));
      further.set(paths.size(), ending.indexOf('.') >= 0 || pictured.get(row));
      pictured.set(row, pictured.get(row) || ending.indexOf('.') < 0);
      paths.add(prefix + name, member.bytes());
      places.add(place);
      rowOf.add(row);
      indexing.foundOne();
    } else if (!hidden
        && SampleLabels.isEnding(ending)
        && member.bytes() <= SampleLabels.MOST_BYTES) {
      int row = rows.of(SampleRows.key(shard, name.substring(0, dot)));
      takeLabels(name, ending, reader.read(), row);
    } else {
      leftOut.add(LeftOut.Reason.OTHER_FILE, name);
    }
  }

  private void takeLabels(String name, String ending, byte[] bytes, int row) {
    labelled.set(row);
    try {
      SampleLabels.read(
          ending,
          bytes,
          new SampleLabels.Taker() {
            @Override
            public void label(String level, String value) {
              labels.put(row, level, value);
            }

            @Override
            public void levels(List<String> names) {
              labels.declare(names);
            }
          });
    } catch (IOException e) {
      if (brokenLabels++ == 0) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        firstBroken = name + ": " + reason;
      }
    }
  }

  private Found found(String name) throws NoPicturesException {
    PathTable all = paths.build();
    if (all.size() == 0) {
      throw leftOut.noPictures(name);
    }
    BitSet out = all.duplicates(false);
    out.stream().forEach(i -> leftOut.add(LeftOut.Reason.SAME_PATH, all.path(i)));
    BitSet both = (BitSet) pictured.clone();
    both.and(labelled);
    boolean shards = !both.isEmpty();
    if (shards) {
      further.andNot(out);
      further.stream().forEach(i -> leftOut.add(LeftOut.Reason.SECOND_PICTURE, all.path(i)));
      out.or(further);
    }
    leftOut.tell(name);
    if (shards && brokenLabels > 0) {
      LOG.warn("{}: {} label files cannot be read ({})", name, brokenLabels, firstBroken);
    }
    int[] kept = IntStream.range(0, all.size()).filter(i -> !out.get(i)).toArray();
    PathTable pictures = out.isEmpty() ? all : all.without(out);
    long[] placesKept = IntStream.of(kept).mapToLong(places::get).toArray();
    List<LabelLevel> levels = shards ? labelLevels(name, kept) : folderLevels(pictures);
    return new Found(pictures, placesKept, startsAmong(out, all.size()), levels);
  }

  private int[] startsAmong(BitSet out, int size) {
    int[] among = new int[starts.size() + 1];
    for (int i = 0; i < among.length; i++) {
      int start = i < starts.size() ? starts.get(i) : size;
      among[i] = start - out.get(0, start).cardinality();
    }
    return among;
  }

  private List<LabelLevel> labelLevels(String name, int[] kept) {
    int[] rowsKept = IntStream.of(kept).map(i -> (int) rowOf.get(i)).toArray();
    List<LabelLevel> levels = new ArrayList<>(labels.levels(name, rowsKept));
    for (LabelLevel level : levels) {
      if (level.name().equals(SampleLabels.CLASS)
          && levels.stream()
              .anyMatch(o -> !o.name().equals(SampleLabels.CLASS) && LabelColumns.same(level, o))) {
        levels.remove(level); // the number of a class that the fields name
        break;
      }
    }
    return List.copyOf(levels);
  }

  private List<LabelLevel> folderLevels(PathTable pictures) {
    List<String> folders = pictures.folders();
    if (several) {
      folders =
          folders.stream()
              .map(f -> f.contains("/") ? f.substring(f.indexOf('/') + 1) : "")
              .toList();
    }
    return FolderLevels.belowCommon(folders, pictures.folderOf());
  }
}
