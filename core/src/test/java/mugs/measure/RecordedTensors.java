package mugs.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads recorded tensors from the test resources, as far as these tests need them. */
record RecordedTensors(JsonNode header, ByteBuffer data) {

  static RecordedTensors open(String resource) throws IOException {
    try (InputStream in = RecordedTensors.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no test resource " + resource);
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      byte[] json = new byte[Math.toIntExact(bytes.getLong())];
      bytes.get(json);
      return new RecordedTensors(
          new ObjectMapper().readTree(json), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  FeatureMatrix matrix(String name) {
    JsonNode shape = header.get(name).get("shape");
    float[] values = new float[shape.get(0).asInt() * shape.get(1).asInt()];
    at(name).asFloatBuffer().get(values);
    return new FeatureMatrix(shape.get(0).asInt(), shape.get(1).asInt(), values);
  }

  int[] integers(String name) {
    int[] values = new int[header.get(name).get("shape").get(0).asInt()];
    ByteBuffer tensor = at(name);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.toIntExact(tensor.getLong());
    }
    return values;
  }

  private ByteBuffer at(String name) {
    int start = header.get(name).get("data_offsets").get(0).asInt();
    return data.duplicate().position(start).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
