package mugs.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import mugs.engine.FileFailure;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.source.StoredPicture;

/**
 * One operation that another program did to a picture.
 *
 * @param name by which messages call it: the file that came out, or its place in the list
 * @param operation done; {@link #UNNAMED} where none is given
 * @param fields {@code file}, {@code source}, {@code operation}, {@code arguments}
 */
record RecordedCase(String name, String operation, JsonFields fields) {
  static final String UNNAMED = "(no operation)";

  /** Reads an entry of the list, whatever it is. */
  static RecordedCase of(JsonNode node, String place) {
    return new RecordedCase(
        node.path("file").asText(place),
        node.path("operation").asText(UNNAMED),
        new JsonFields(node, "its entry"));
  }

  /**
   * Does the operation with the code that training runs, and compares what comes out.
   *
   * @param folder that the pictures lie in
   * @throws IOException if the case cannot be done; the message says why
   */
  PictureDifference compared(Path folder) throws IOException {
    PictureOperation wanted = PictureOperation.named(fields.text("operation"));
    RgbImage expected = picture(folder, fields.text("file"));
    RgbImage source = picture(folder, fields.text("source"));
    JsonFields arguments = new JsonFields(fields.object("arguments").node(), "arguments");
    RgbImage found;
    try {
      found = wanted.applied(source, arguments);
    } catch (RuntimeException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
    if (found.width() != expected.width() || found.height() != expected.height()) {
      throw new IOException(
          "the recorded picture is %d x %d pixels, but %d x %d came out"
              .formatted(expected.width(), expected.height(), found.width(), found.height()));
    }
    return PictureDifference.between(expected, found);
  }

  private static RgbImage picture(Path folder, String name) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      return ImageDecoder.decode(new StoredPicture.Encoded(bytes));
    } catch (IOException e) {
      throw new IOException("cannot read " + name + ": " + FileFailure.reason(e), e);
    } catch (InvalidPathException e) {
      throw new IOException("cannot read " + name + ": " + e.getMessage(), e);
    }
  }
}
