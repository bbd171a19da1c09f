package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds every picture operation against what Pillow and torchvision made of the same picture. */
class RecordedOperationsTest {

  /** Differences of single values that stand for another place of a pixel, not another value. */
  private static final Set<String> RESAMPLING =
      Set.of("resized_crop", "resize_shorter_side_then_centre_crop");

  @TestFactory
  Stream<DynamicTest> anyOperation_whenDoneToARecordedPicture_equalsTheReference()
      throws IOException {
    JsonNode cases = new ObjectMapper().readTree(bytes("cases.json"));
    assertThat(cases).isNotEmpty();
    return Stream.iterate(0, i -> i < cases.size(), i -> i + 1)
        .map(cases::get)
        .map(c -> DynamicTest.dynamicTest(c.get("file").asText(), () -> check(c)));
  }

  private static void check(JsonNode recorded) throws IOException, UnreadablePictureException {
    String operation = recorded.get("operation").asText();
    RgbImage source = picture(recorded.get("source").asText());
    byte[] before = source.pixels().clone();
    RgbImage expected = picture(recorded.get("file").asText());
    RgbImage actual =
        PictureOperation.named(operation)
            .applied(source, new JsonFields(recorded.get("arguments"), "arguments"));
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    assertThat(source.pixels()).as("the source stays as it is").isEqualTo(before);
    if (RESAMPLING.contains(operation)) {
      assertClose(actual.pixels(), expected.pixels());
    } else {
      assertThat(actual.pixels()).isEqualTo(expected.pixels());
    }
  }

  private static void assertClose(byte[] actual, byte[] expected) {
    long sum = 0;
    int largest = 0;
    for (int i = 0; i < expected.length; i++) {
      int difference = Math.abs((actual[i] & 0xff) - (expected[i] & 0xff));
      sum += difference;
      largest = Math.max(largest, difference);
    }
    assertThat((double) sum / expected.length).as("mean difference").isLessThan(0.02);
    assertThat(largest).as("largest difference").isLessThanOrEqualTo(2);
  }

  private static RgbImage picture(String name) throws IOException, UnreadablePictureException {
    return ImageDecoder.decode(new StoredPicture.Encoded(bytes(name)));
  }

  private static byte[] bytes(String name) throws IOException {
    String path = "/augment/" + name;
    try (InputStream in = RecordedOperationsTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }
}
