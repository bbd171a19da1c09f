package mugs.exchange;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/** An ONNX file in ONNX Runtime. */
final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxRuntime(Path file) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    }
  }

  TokensOut run(Tensor pixels) throws OrtException {
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(Tensors.toFloats(pixels)), Tensors.shape(pixels));
        OrtSession.Result result = session.run(Map.of("pixels", input))) {
      return new TokensOut(tensor(result, "class_token"), tensor(result, "tokens"));
    }
  }

  private static Tensor tensor(OrtSession.Result result, String name) throws OrtException {
    OnnxTensor found = (OnnxTensor) result.get(name).orElseThrow();
    float[] values = new float[found.getFloatBuffer().remaining()];
    found.getFloatBuffer().get(values);
    return Tensors.of(values, found.getInfo().getShape());
  }

  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
