package mugs.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The paths and sizes of many files in little memory: folders once, file names as bytes in one
 * array. A file takes its name's length and 16 bytes more, a million files some 40 MB.
 */
final class PathTable {
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
    int start = index == 0 ? 0 : nameEnds[index - 1];
    String name = new String(names, start, nameEnds[index] - start, StandardCharsets.UTF_8);
    String folder = folders.get(folderOf[index]);
    return folder.isEmpty() ? name : folder + "/" + name;
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

  /** Collects files folder by folder. */
  static final class Builder {
    private final List<String> folders = new ArrayList<>();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private int[] folderOf = new int[64];
    private int[] nameEnds = new int[64];
    private long[] sizes = new long[64];
    private int count;

    /** Adds a file; one that has the folder of the file before it shares its entry. */
    Builder add(String folder, String name, long bytes) {
      if (folders.isEmpty() || !folders.get(folders.size() - 1).equals(folder)) {
        folders.add(folder);
      }
      if (count == folderOf.length) {
        int room = count + count / 2;
        folderOf = Arrays.copyOf(folderOf, room);
        nameEnds = Arrays.copyOf(nameEnds, room);
        sizes = Arrays.copyOf(sizes, room);
      }
      names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
      folderOf[count] = folders.size() - 1;
      nameEnds[count] = names.size();
      sizes[count] = bytes;
      count++;
      return this;
    }

    PathTable build() {
      return new PathTable(this);
    }
  }
}
