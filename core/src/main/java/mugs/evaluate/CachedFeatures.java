package mugs.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mugs.embed.NpyRows;
import mugs.embed.VectorFiles;
import mugs.engine.Sha256;
import mugs.engine.WholeFile;
import mugs.load.ContentHash;
import mugs.source.PictureSource;

/**
 * A file of features, and what lies beside it: a line a row with hash and path of its picture, the
 * pictures that could not be read, and a checksum by which damage is seen.
 *
 * @param files that there are
 */
record CachedFeatures(VectorFiles files) {
  private static final String BETWEEN = "  ";
  private static final int HASH_DIGITS = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What sizes and times of the pictures' files are called among the settings. */
  static final String FILE_STATES = "pictureFilesSha256";

  /** Returns the line of a row. */
  static String line(ContentHash hash, String path) {
    return hash + BETWEEN + path;
  }

  Path vectors() {
    return files.vectors();
  }

  private Path checksum() {
    return vectors().resolveSibling(vectors().getFileName() + ".sha256");
  }

  /** Returns whether all was written, as far as the names of the files tell. */
  boolean isWhole() {
    return Files.exists(vectors()) && !Files.exists(files.state());
  }

  /** Deletes all there is. */
  void delete() throws IOException {
    for (Path file : List.of(vectors(), files.paths(), files.skipped())) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(WholeFile.partOf(file));
    }
    for (Path file : List.of(files.state(), files.about(), checksum())) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Opens what is whole.
   *
   * @param source whose features they are
   * @param width of a row
   * @throws IOException if it is damaged
   */
  PictureFeatures open(PictureSource source, int width) throws IOException {
    check();
    int[] pictures = new int[source.size()];
    List<Integer> without = new ArrayList<>();
    PictureHashes.Builder hashes = new PictureHashes.Builder();
    int rows = 0;
    int picture = 0;
    try (BufferedReader lines = Files.newBufferedReader(files.paths())) {
      String line = lines.readLine();
      while (line != null) {
        if (line.length() < HASH_DIGITS + BETWEEN.length()) {
          throw damaged("line %d of its paths is none".formatted(rows + 1));
        }
        hashes.add(hash(line.substring(0, HASH_DIGITS)));
        String path = line.substring(HASH_DIGITS + BETWEEN.length());
        while (picture < source.size() && !oneLine(source.path(picture)).equals(path)) {
          without.add(picture++);
        }
        if (picture == source.size()) {
          throw damaged("%s is none of the pictures in their order".formatted(path));
        }
        pictures[rows++] = picture++;
        line = lines.readLine();
      }
    }
    if (rows == 0) {
      throw damaged("it has no row");
    }
    while (picture < source.size()) {
      without.add(picture++);
    }
    return new PictureFeatures(
        NpyRows.open(vectors(), rows, width),
        Arrays.copyOf(pictures, rows),
        hashes.build(),
        unreadable(source, without),
        vectors());
  }

  private ContentHash hash(String digits) throws IOException {
    try {
      return ContentHash.parse(digits);
    } catch (IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  /** As the line of a path is written. */
  private static String oneLine(String path) {
    return path.replace("\r", "\\r").replace("\n", "\\n");
  }

  private SortedMap<Integer, String> unreadable(PictureSource source, List<Integer> without)
      throws IOException {
    Map<String, String> told = new HashMap<>();
    if (!without.isEmpty() && Files.exists(files.skipped())) {
      skippedIn(files.skipped()).forEach(line -> told.put(line[0], line[1]));
    }
    SortedMap<Integer, String> unreadable = new TreeMap<>();
    for (int picture : without) {
      unreadable.put(
          picture, told.getOrDefault(oneLine(source.path(picture)), "it could not be read"));
    }
    return unreadable;
  }

  /** Returns path and reason of the pictures that a file names. */
  private static List<String[]> skippedIn(Path file) throws IOException {
    List<String[]> skipped = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      int tab = line.lastIndexOf('\t');
      skipped.add(
          tab < 0
              ? new String[] {line, ""}
              : new String[] {line.substring(0, tab), line.substring(tab + 1)});
    }
    return skipped;
  }

  /**
   * Returns the pictures that unfinished work, while it is open, could not read: reasons by their
   * index in the source.
   *
   * @throws IOException if the list cannot be read, or names others
   */
  SortedMap<Integer, String> begunUnreadable(PictureSource source) throws IOException {
    SortedMap<Integer, String> unreadable = new TreeMap<>();
    int picture = 0;
    for (String[] line : skippedIn(WholeFile.partOf(files.skipped()))) {
      while (picture < source.size() && !oneLine(source.path(picture)).equals(line[0])) {
        picture++;
      }
      if (picture == source.size()) {
        throw damaged("%s is none of the pictures in their order".formatted(line[0]));
      }
      unreadable.put(picture++, line[1]);
    }
    return unreadable;
  }

  /** Returns whether sizes and times of the pictures' files are those that are noted. */
  boolean hasFileStates(String states) {
    try {
      return JSON.readTree(files.about().toFile()).path(FILE_STATES).asText().equals(states);
    } catch (IOException e) {
      return false; // it does not tell: the pictures do
    }
  }

  /** Notes sizes and times with which the pictures were found unchanged. */
  void noteFileStates(String states) throws IOException {
    ObjectNode about = about();
    about.put(FILE_STATES, states);
    WholeFile.write(
        files.about(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(about) + "\n");
  }

  private ObjectNode about() throws IOException {
    try {
      if (JSON.readTree(files.about().toFile()) instanceof ObjectNode about) {
        return about;
      }
    } catch (JsonProcessingException e) {
      // it is no better than an empty one
    }
    throw damaged("its .json is empty or damaged");
  }

  /** Compares with the checksum, or makes one where the work was killed before there was one. */
  private void check() throws IOException {
    String found =
        Sha256.of(vectors())
            + BETWEEN
            + vectors().getFileName()
            + "\n"
            + Sha256.of(files.paths())
            + BETWEEN
            + files.paths().getFileName()
            + "\n";
    if (!Files.exists(checksum())) {
      WholeFile.write(checksum(), found);
    } else if (!Files.readString(checksum(), StandardCharsets.UTF_8).equals(found)) {
      throw damaged("its checksum is not the one in " + checksum().getFileName());
    }
  }

  private IOException damaged(String reason) {
    return new IOException("%s is torn or altered: %s".formatted(vectors(), reason));
  }
}
