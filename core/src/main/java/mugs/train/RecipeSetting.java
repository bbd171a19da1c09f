package mugs.train;

import java.util.List;

/**
 * A value as someone wrote it.
 *
 * @param parts its text; several or none for a list, none where nothing was written
 * @param isList whether it was written as a list
 * @param place for messages, such as {@code my.yaml, line 7}
 */
record RecipeSetting(List<String> parts, boolean isList, String place) {}
