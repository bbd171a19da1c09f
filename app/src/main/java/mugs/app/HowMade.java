package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.OptionalInt;
import mugs.embed.EmbedderOptions;
import mugs.embed.VectorFiles;
import mugs.engine.Device;
import mugs.engine.FileFailure;
import mugs.engine.Precision;

/**
 * How the vectors of an index were made, as {@code F.json} beside it tells.
 *
 * @param weightsSha256 of the network
 * @param options of the embedder
 */
record HowMade(String weightsSha256, EmbedderOptions options) {

  /**
   * Reads it.
   *
   * @param files of the index
   * @param device that embeds what is looked for; products that a GPU alone takes have all digits
   *     on the processor
   * @throws IOException if the file is not there or does not tell
   */
  static HowMade read(VectorFiles files, Device device) throws IOException {
    JsonNode about;
    try {
      about = new ObjectMapper().readTree(Files.readString(files.about()));
    } catch (JsonProcessingException e) {
      throw new IOException(files.about() + " is no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IOException(
          "cannot tell how %s was made (%s: %s): keep the file that mugs embed wrote beside it"
              .formatted(files.vectors(), files.about(), FileFailure.reason(e)),
          e);
    }
    try {
      return new HowMade(
          about.path("weightsSha256").asText(),
          new EmbedderOptions(
              FeatureOptions.token(about.path("token").asText()),
              about.path("unitLength").asBoolean(), // older files have it as text, read likewise
              OptionalInt.of(about.path("size").asInt()),
              precision(about.path("precision").asText(), device),
              device));
    } catch (CommandException | IllegalArgumentException e) {
      throw new IOException(
          "%s does not tell how %s was made (token %s, precision %s): keep the file that mugs embed wrote"
              .formatted(
                  files.about(), files.vectors(), about.path("token"), about.path("precision")),
          e);
    }
  }

  private static Precision precision(String name, Device device) {
    Precision precision = Precision.valueOf(name.toUpperCase(Locale.ROOT));
    return precision.needsCuda() && !device.isCuda() ? Precision.FLOAT32 : precision;
  }
}
