package mugs.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes label levels of folder names: the folders at one depth are the classes of one level. */
final class FolderLevels {

  private FolderLevels() {}

  /** Returns how many folder levels all pictures have: the depth of the shallowest folder. */
  static int common(List<String> folders) {
    return folders.stream().mapToInt(FolderLevels::depth).min().orElse(0);
  }

  /**
   * Returns the labels at one depth. A class is the path down to that depth, so that {@code a/x}
   * and {@code b/x} are two; classes are numbered in the order in which they appear.
   *
   * @param name of the level
   * @param depth from 1, at most {@link #common}
   * @param folders the folders of the pictures
   * @param folderOf for each picture the index of its folder
   */
  static LabelLevel at(String name, int depth, List<String> folders, int[] folderOf) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    int[] classOf = new int[folders.size()];
    for (int i = 0; i < classOf.length; i++) {
      String top = top(folders.get(i), depth);
      classes.putIfAbsent(top, classes.size());
      classOf[i] = classes.get(top);
    }
    int[] labels = new int[folderOf.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classOf[folderOf[i]];
    }
    return new LabelLevel(name, List.copyOf(classes.keySet()), labels);
  }

  /** Returns the levels {@code level-1}, {@code level-2}, ... of a folder tree, coarsest first. */
  static List<LabelLevel> all(List<String> folders, int[] folderOf) {
    List<LabelLevel> levels = new ArrayList<>();
    for (int depth = 1; depth <= common(folders); depth++) {
      levels.add(at("level-" + depth, depth, folders, folderOf));
    }
    return List.copyOf(levels);
  }

  /** As {@link #all}, but without the folders at the top that all pictures share. */
  static List<LabelLevel> belowCommon(List<String> folders, int[] folderOf) {
    String shared = folders.isEmpty() ? "" : folders.get(0) + "/";
    for (String folder : folders) {
      while (!(folder + "/").startsWith(shared)) {
        shared = shared.substring(0, shared.lastIndexOf('/', shared.length() - 2) + 1);
      }
    }
    int start = shared.length();
    return all(
        folders.stream().map(f -> start > f.length() ? "" : f.substring(start)).toList(), folderOf);
  }

  private static int depth(String folder) {
    return folder.isEmpty() ? 0 : 1 + (int) folder.chars().filter(c -> c == '/').count();
  }

  private static String top(String folder, int depth) {
    int end = -1;
    for (int i = 0; i < depth; i++) {
      end = folder.indexOf('/', end + 1);
      if (end < 0) {
        return folder;
      }
    }
    return folder.substring(0, end);
  }
}
