package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
  private static final Path RESOURCES = Path.of("src/test/resources/safetensors");

  @TempDir private Path folder;
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyType_comesBackBitForBit(ElementType type) throws IOException {
    Tensor bytes = Tensors.of(new long[] {1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1}, 2, 8);
    Tensor tensor = bytes.to(ScalarType.Byte).view(type.scalarType());
    Path file = folder.resolve("w.safetensors");

    SafetensorsWriter.write(file, Map.of("t", tensor), Map.of());

    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      Tensor back = reader.read("t");
      assertThat(ElementType.of(back.scalar_type())).contains(type);
      assertThat(Tensors.shape(back)).containsExactly(2, 8 / type.bytes());
      assertThat(Tensors.toLongs(back.view(ScalarType.Byte))).isEqualTo(Tensors.toLongs(bytes));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 8, 0xBFF8000000000000, -1.5",
    "F32, 4, 0xBFC00000, -1.5",
    "F16, 2, 0xBE00, -1.5",
    "BF16, 2, 0xBFC0, -1.5",
    "I64, 8, 0xFFFFFFFFFFFFFFFE, -2",
    "I32, 4, 0xFFFFFFFE, -2",
    "I16, 2, 0xFFFE, -2",
    "I8, 1, 0xFE, -2",
    "U8, 1, 0xFE, 254",
    "BOOL, 1, 0x01, 1",
  })
  void values_areLittleEndian(String type, int bytes, String bits, double value)
      throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.putLong(Long.parseUnsignedLong(bits.substring(2), 16));
    String header =
        "{\"t\":{\"dtype\":\"%s\",\"shape\":[],\"data_offsets\":[0,%d]}}".formatted(type, bytes);
    byte[] values = Arrays.copyOf(content.array(), bytes);

    try (SafetensorsReader reader = SafetensorsReader.open(file(header, values))) {
      assertThat(Tensors.toDoubles(reader.read("t"))).containsExactly(value);
      assertThat(reader.shape("t")).isEmpty();
    }
  }

  @Test
  void namesShapesAndTexts_comeBack_andEqualContentGivesEqualBytes() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("transposed", Tensors.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).t());
    tensors.put("empty", Tensors.zeros(Precision.FLOAT32, 0, 3));
    tensors.put("counts \"ä\"", Tensors.of(new long[] {7, -7}, 2));
    Map<String, String> texts = Map.of("recipe", "demo: ü\n", "a", "b");
    Path file = folder.resolve("w.safetensors");
    Path again = folder.resolve("again.safetensors");

    SafetensorsWriter.write(file, tensors, texts);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
      assertThat(reader.metadata()).isEqualTo(texts);
      assertThat(reader.shape("transposed")).containsExactly(3, 2);
      assertThat(Tensors.toDoubles(reader.read("transposed"))).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(Tensors.shape(reader.read("empty"))).containsExactly(0, 3);
      assertThat(Tensors.toLongs(reader.read("counts \"ä\""))).containsExactly(7, -7);
      SafetensorsWriter.write(again, reader.readAll(), reader.metadata());
    }
    assertThat(again).hasSameBinaryContentAs(file);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, again);
    }
  }

  @Test
  void oldFile_standsUntouched_whenTheNewOneCannotBeWritten() throws IOException {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(file, Map.of("t", Tensors.of(new long[] {1}, 1)), Map.of());
    byte[] before = Files.readAllBytes(file);
    Tensor complex = Tensors.zeros(Precision.FLOAT64, 1).to(ScalarType.ComplexDouble);

    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of("t", complex), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("safetensors has no type for tensor 't'");

    assertThat(file).hasBinaryContent(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void missingFolder_isNamed_andNothingIsLeft() {
    Path file = folder.resolve("nowhere").resolve("w.safetensors");

    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + file);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void unwritableName_leavesNoPart() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Files.createDirectories(file.resolve("in"));

    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + file);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // a is always two floats: 8 bytes of data
        "{'a':A, 'a':A}|8|its header is no valid JSON: Duplicate field 'a'",
        "{'a':A} {}|8|its header is no valid JSON",
        "{'a':A|8|its header is no valid JSON",
        "[]|0|its header is not a JSON object",
        "{'a':5}|8|tensor 'a' has an unknown dtype",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}}|8|tensor 'a' has no list shape",
        "{'a':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}|8|tensor 'a' has an unknown dtype \"F33\"",
        "{'a':{'dtype':'F32','shape':[2]}}|8|tensor 'a' has no list data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|8|tensor 'a' has impossible data_offsets [8, 0]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4,8]}}|8|tensor 'a' has impossible data_offsets [0, 4, 8]",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|8|tensor 'a' has a bad number in shape: -2",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}|8|tensor 'a' has a bad number in shape: 2.0",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}|8|tensor 'a' has a bad number in shape: \"2\"",
        "{'a':{'dtype':'F32','shape':[18446744073709551618],'data_offsets':[0,8]}}|8|tensor 'a' has a bad number in shape",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}}|0|tensor 'a' claims an impossible shape",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|8|tensor 'a' of shape [3] needs 12 bytes, its offsets give 8",
        "{'a':A}|7|tensor 'a' ends beyond the file: it is cut short",
        "{'a':A}|9|1 bytes after the last tensor belong to none",
        "{'a':A,'b':{'dtype':'U8','shape':[2],'data_offsets':[7,9]}}|9|tensor 'b' overlaps the one before it",
        "{'a':A,'b':{'dtype':'U8','shape':[2],'data_offsets':[9,11]}}|11|tensor 'b' leaves a gap before it",
        "{'a':A,'__metadata__':5}|8|__metadata__ is not a JSON object",
        "{'a':A,'__metadata__':{'x':5}}|8|metadata 'x' is not a text",
      })
  void unsoundHeader_isRefused_andSaidWhy(String header, int bytes, String problem)
      throws IOException {
    String a = "{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
    Path file = file(header.replace("A", a).replace('\'', '"'), new byte[bytes]);

    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is not a sound safetensors file: " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "9, it claims a header of 9 bytes in a file of 16",
    "-1, it claims a header of 18446744073709551615 bytes in a file of 16",
    "9223372036854775807, it claims a header of 9223372036854775807 bytes in a file of 16",
  })
  void headerBeyondTheFile_isRefused_beforeAnythingIsAllocated(long length, String problem)
      throws IOException {
    ByteBuffer content =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, length)
            .put(8, (byte) '{');
    Path file = Files.write(folder.resolve("f"), content.array());

    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(problem);
  }

  /** The first bytes, from the formats' descriptions: zip, pickle 2, pickle 5, ONNX, text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "504b03040000080800000000|is a file of torch.save, not safetensors: bring it in with mugs import FILE --out W.safetensors",
        "80028a0a6cfc9c46f9206aa850|is a file of torch.save, not safetensors",
        "80055d7d8c04646174619400|is a file of torch.save, not safetensors",
        "080812077079746f726368|is an ONNX file, which is written and not read: give the weights it is of",
        "23204d7567732c20696e20776f726473|is no weights file: give weights that mugs pretrain or mugs import wrote (.safetensors)",
      })
  void fileOfAnotherKind_isToldAsWhatItIs(String bytes, String problem) throws IOException {
    Path file = Files.write(folder.resolve("f"), HexFormat.of().parseHex(bytes));

    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(UnsoundFileException.class)
        .hasMessageStartingWith(file + " " + problem.replace("FILE", file.toString()));
  }

  @Test
  void fileOfAFewBytes_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[7]);

    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("it is shorter than the length of a header");
  }

  @ParameterizedTest
  @CsvSource({
    "refuse-huge-header, it claims a header of",
    "refuse-overlap, 'of shape [24] needs 96 bytes, its offsets give 87'",
    "refuse-truncated, ends beyond the file: it is cut short",
  })
  void damagedWeights_areRefused(String name, String problem) {
    assertThatThrownBy(() -> SafetensorsReader.open(RESOURCES.resolve(name + ".safetensors")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void weightsOfAnotherProgram_open() throws IOException {
    try (SafetensorsReader reader =
        SafetensorsReader.open(RESOURCES.resolve("timm-vit.safetensors"))) {
      assertThat(reader.names()).contains("cls_token", "blocks.0.attn.qkv.weight", "norm.bias");
      Tensor norm = reader.read("norm.weight");
      assertThat(torch.isfinite(norm).all().item_bool()).isTrue();
      assertThatThrownBy(() -> reader.read("head.weight"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("holds no tensor 'head.weight'");
    }
  }

  private Path file(String header, byte[] values) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer content =
        ByteBuffer.allocate(Long.BYTES + json.length + values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(values);
    return Files.write(folder.resolve("by-hand.safetensors"), content.array());
  }
}
