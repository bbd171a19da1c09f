package mugs.app;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mugs.engine.WholeFile;
import picocli.CommandLine.Option;

/** Where the results of an evaluation go. */
final class ResultOptions {

  @Option(names = "--json", description = "Print one JSON object in place of the table.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description = "A file to write the same JSON object to, anew if it is there.")
  private Optional<Path> out = Optional.empty();

  /** Checks the name of the file, before there is work to lose. */
  void check() throws IOException {
    if (out.isPresent()) {
      OutFile.ending(out.get(), ".json");
      Path folder = out.get().toAbsolutePath().resolveSibling("");
      if (!Files.isDirectory(folder)) {
        throw CommandException.usage(
            "--out is %s, but there is no folder %s: make it, or give another file"
                .formatted(out.get(), folder));
      }
    }
  }

  /**
   * Prints what was found, and writes it to the file that was asked for.
   *
   * @param to print to
   * @param found for machines
   * @param table for people
   */
  void give(PrintWriter to, Map<String, Object> found, TextTable table) throws IOException {
    if (out.isPresent()) {
      JsonMapper pretty = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      WholeFile.write(out.get(), pretty.writeValueAsString(found) + "\n");
    }
    if (json) {
      to.println(JsonMapper.builder().build().writeValueAsString(found));
    } else {
      table.print(to);
    }
  }
}
