package mugs.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths and sizes of many files in little memory: folders once, file names as bytes in one
 * array. A file takes its name's length and 16 bytes more, a million files some 40 MB.
 */
final class PathTable {
  /** The topmost folder of a machine, which is not the topmost one of a collection. */
  private static final String ROOT = "/";

  private final List<String> folders;
  private final int[] folderOf;
  private final byte[] names;
  private final int[] nameEnds;
  private final long[] sizes;

  private PathTable(Builder builder) {
    folders = List.copyOf(builder.folders);
    folderOf = Arrays.copyOf(builder.folderOf, builder.count);
    names = builder.names.toByteArray();
    nameEnds = Arrays.copyOf(builder.nameEnds, builder.count);
    sizes = Arrays.copyOf(builder.sizes, builder.count);
  }

  int size() {
    return folderOf.length;
  }

  /** Returns the folder's path and the file's name, with {@code /} between. */
  String path(int index) {
    String folder = folder(index);
    return folder.isEmpty() || folder.equals(ROOT)
        ? folder + name(index)
        : folder + "/" + name(index);
  }

  /** Returns the path of a file's folder; empty at the top. */
  String folder(int index) {
    return folders.get(folderOf[index]);
  }

  /** Returns a file's name without its folder. */
  String name(int index) {
    int start = start(index);
    return new String(names, start, nameEnds[index] - start, StandardCharsets.UTF_8);
  }

  private int start(int index) {
    return index == 0 ? 0 : nameEnds[index - 1];
  }

  /** Returns a file's size in bytes. */
  long bytes(int index) {
    return sizes[index];
  }

  /** Returns the folders that hold files, such as {@code dog/rex}; the topmost is empty. */
  List<String> folders() {
    return folders;
  }

  /** Returns for each file the index of its folder; not a copy. */
  int[] folderOf() {
    return folderOf;
  }

  /**
   * Returns the files whose path stands here more than once, but for one of each.
   *
   * @param keepFirst whether to leave out the first of each, and not the last
   */
  BitSet duplicates(boolean keepFirst) {
    long[] sorted = new long[size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = hash(i);
    }
    Arrays.sort(sorted);
    Set<Long> suspects = new HashSet<>();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        suspects.add(sorted[i]);
      }
    }
    BitSet duplicates = new BitSet();
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; !suspects.isEmpty() && i < sorted.length; i++) {
      if (suspects.contains(hash(i))) {
        Integer before = last.putIfAbsent(path(i), i);
        if (before != null) {
          duplicates.set(keepFirst ? i : before);
          last.put(path(i), keepFirst ? before : i);
        }
      }
    }
    return duplicates;
  }

  /** Mixes a path into 64 bits (FNV-1a). */
  private long hash(int index) {
    long hash = 0xcbf29ce484222325L ^ folderOf[index];
    hash *= 0x100000001b3L;
    for (int i = start(index); i < nameEnds[index]; i++) {
      hash = (hash ^ (names[i] & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Returns a table without some of the files. */
  PathTable without(BitSet leftOut) {
    Builder kept = new Builder();
    for (int i = leftOut.nextClearBit(0); i < size(); i = leftOut.nextClearBit(i + 1)) {
      kept.add(folder(i), name(i), bytes(i));
    }
    return kept.build();
  }

  /** Collects files; it is quickest where those of a folder come one after the other. */
  static final class Builder {
    private final List<String> folders = new ArrayList<>();
    private final Map<String, Integer> folderIndexes = new HashMap<>();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private int[] folderOf = new int[64];
    private int[] nameEnds = new int[64];
    private long[] sizes = new long[64];
    private int lastFolder = -1;
    private int count;

    /** Adds a file. */
    Builder add(String folder, String name, long bytes) {
      if (lastFolder < 0 || !folders.get(lastFolder).equals(folder)) {
        lastFolder = indexOf(folder);
      }
      if (count == folderOf.length) {
        int room = count + count / 2;
        folderOf = Arrays.copyOf(folderOf, room);
        nameEnds = Arrays.copyOf(nameEnds, room);
        sizes = Arrays.copyOf(sizes, room);
      }
      names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
      folderOf[count] = lastFolder;
      nameEnds[count] = names.size();
      sizes[count] = bytes;
      count++;
      return this;
    }

    /** Adds a file by its whole path, with {@code /} between folders. */
    Builder add(String path, long bytes) {
      int slash = path.lastIndexOf('/');
      String folder = slash < 0 ? "" : slash == 0 ? ROOT : path.substring(0, slash);
      return add(folder, path.substring(slash + 1), bytes);
    }

    private int indexOf(String folder) {
      Integer known = folderIndexes.putIfAbsent(folder, folders.size());
      if (known != null) {
        return known;
      }
      folders.add(folder);
      return folders.size() - 1;
    }

    int size() {
      return count;
    }

    PathTable build() {
      return new PathTable(this);
    }
  }
}
