package mugs.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import mugs.engine.FileFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of a run, one JSON object a line, each in the file as soon as it is written. */
final class EventLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final FileChannel channel;
  private long length;

  /**
   * Opens the log.
   *
   * @param file to write
   * @param keep bytes of what is in it already that stay; what follows them is cut off, as the
   *     steps that it tells of are done again
   * @throws IOException naming the file, if it cannot be written
   */
  EventLog(Path file, long keep) throws IOException {
    this.file = file;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      length = Math.min(channel.size(), keep);
      channel.truncate(length).position(length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Returns how long the log is, all of it synced to the disk where the disk allows it: a
   * checkpoint is about to refer to it.
   */
  long bytes() {
    try {
      channel.force(false);
    } catch (IOException e) {
      LOG.warn("The events may be lost in a power cut: {}", e.toString());
    }
    return length;
  }

  /**
   * Adds a line, as a whole or not at all.
   *
   * @throws IOException naming the file, if it cannot be written
   */
  void write(Map<String, Object> event) throws IOException {
    byte[] line = (JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      ByteBuffer left = ByteBuffer.wrap(line);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      length += line.length;
    } catch (IOException e) {
      IOException failure = failed(e);
      try {
        channel.truncate(length).position(length);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }

  private IOException failed(IOException e) {
    return new IOException("cannot write " + file + ": " + FileFailure.reason(e), e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
