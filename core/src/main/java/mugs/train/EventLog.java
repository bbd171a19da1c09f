package mugs.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of a run, one JSON object a line, each in the file as soon as it is written. */
public final class EventLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordFile lines;

  /**
   * Opens the log.
   *
   * @param file to write
   * @param keep bytes of what is in it already that stay; what follows them is cut off, as the
   *     steps that it tells of are done again; so is a line that was torn
   * @throws IOException naming the file, if it cannot be written
   */
  public EventLog(Path file, long keep) throws IOException {
    lines = RecordFile.ofLines(file, keep);
  }

  /**
   * Returns how long the log is, all of it synced to the disk where the disk allows it: a
   * checkpoint is about to refer to it.
   */
  public long bytes() {
    try {
      lines.sync();
    } catch (IOException e) {
      LOG.warn("The events may be lost in a power cut: {}", e.getMessage());
    }
    return lines.length();
  }

  /**
   * Adds a line, as a whole or not at all.
   *
   * @throws IOException naming the file, if it cannot be written
   */
  public void write(Map<String, Object> event) throws IOException {
    lines.add((JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
