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

/** The events of a run, one JSON object a line, each in the file as soon as it is written. */
final class EventLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final FileChannel channel;

  /**
   * Opens the log; what is in the file already stays.
   *
   * @throws IOException naming the file, if it cannot be written
   */
  EventLog(Path file) throws IOException {
    this.file = file;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Adds a line, as a whole or not at all.
   *
   * @throws IOException naming the file, if it cannot be written
   */
  void write(Map<String, Object> event) throws IOException {
    byte[] line = (JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
    long end = channel.size();
    try {
      ByteBuffer left = ByteBuffer.wrap(line);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      IOException failure = failed(e);
      try {
        channel.truncate(end);
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
