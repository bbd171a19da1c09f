package mugs.source;

import java.util.List;

/**
 * One level of labels over a whole source.
 *
 * @param name of the level, such as {@code group}
 * @param classes names of the classes; a label is an index into them
 * @param labels one a picture, from 0 to the number of classes - 1
 */
public record LabelLevel(String name, List<String> classes, int[] labels) {}
