package mugs.verify;

import java.nio.file.Path;

/**
 * A folder with recorded answers.
 *
 * @param kind of the answers
 * @param path of the folder
 */
public record RecordedFolder(RecordedKind kind, Path path) {}
