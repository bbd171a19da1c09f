package mugs.exchange;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import mugs.engine.Scope;
import mugs.engine.WholeFile;

/** A network as ONNX, weights inside: read back and computed node by node with libtorch. */
record OnnxFile() implements NetworkFile {

  /** The first operator set with LayerNormalization (ONNX 1.12). */
  static final long OPSET = 17;

  /** The format of files that goes with it. */
  private static final long IR_VERSION = 8;

  /** A protobuf message has at most 2^31 - 1 bytes. */
  private static final long LARGEST = Integer.MAX_VALUE;

  /** What nodes and names may take beside the weights, many times what 24 blocks need. */
  private static final long FOR_NODES = 16 << 20;

  private static final double GIGABYTE = 1e9;

  @Override
  public void write(Path part, ExportedNetwork network) throws IOException {
    checkSize(network.bytes());
    try (Scope scope = Scope.withoutGradients()) {
      ModelProto.Builder model =
          ModelProto.newBuilder()
              .setIrVersion(IR_VERSION)
              .setProducerName("mugs-jvm")
              .setDocString("Vision transformer: pixels in, tokens after the final norm out.")
              .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
              .setGraph(OnnxTransformer.of(network));
      new TreeMap<>(network.texts())
          .forEach(
              (key, value) ->
                  model.addMetadataProps(
                      StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        model.build().writeTo(out);
      }
    }
    WholeFile.sync(part);
  }

  /**
   * Checks that weights fit into one file.
   *
   * @param bytes that they take
   * @throws IOException if they do not
   */
  static void checkSize(long bytes) throws IOException {
    if (bytes > LARGEST - FOR_NODES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "its weights take %.1f GB, and one ONNX file holds less than 2.1: take --format torchscript or timm",
              bytes / GIGABYTE));
    }
  }

  @Override
  public ReadBack read(Path part, ExportedNetwork network) throws IOException {
    return OnnxInterpreter.read(part);
  }
}
