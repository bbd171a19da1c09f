package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import mugs.engine.Scope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are damaged or made to do harm: each is read, or refused by a clear error; and never
 * is much more allocated than the file is long.
 */
class HostileFilesTest {
  private static final long SEED = 20240917;
  private static final int FLIPPED = 120;
  private static final int CUT = 25;
  private static final long ALLOWANCE = 40L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private static Path folder;

  @BeforeAll
  static void startEngine() {
    Scope.withoutGradients().close(); // loading libtorch allocates too
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interchange/timm-vit.safetensors",
        "interchange/authors-checkpoint.pth",
        "interchange/authors-backbone.pth",
        "interchange/bare-state-dict.pth",
        "interchange/old-format.pth",
        "interchange/authors-teacher.safetensors",
        "interchange-more/dinov2-backbone.pth",
        "interchange-more/timm-classifier.pth",
        "interchange-more/numpy-scalars.pth",
        "exchange/odd.pth",
        "exchange/odd-p5-old.pth"
      })
  void damagedFiles_areReadOrRefused(String name) throws IOException {
    byte[] good = Files.readAllBytes(TorchFileTest.resource(name));
    Random random = new Random(SEED);
    for (int i = 0; i < FLIPPED; i++) {
      byte[] bytes = good.clone();
      // half of the damage where the structure is: the first bytes, or the zip's directory
      int range = i % 2 == 0 ? bytes.length : Math.min(bytes.length, 6000);
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int at = random.nextInt(range);
        bytes[i % 4 == 3 ? bytes.length - 1 - at : at] ^= (byte) (1 << random.nextInt(8));
      }
      read("flipped " + i, bytes);
    }
    for (int i = 0; i < CUT; i++) {
      read("cut " + i, Arrays.copyOf(good, random.nextInt(good.length)));
    }
  }

  private static void read(String what, byte[] bytes) throws IOException {
    Path file = folder.resolve("hostile");
    Files.write(file, bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      ImportOptions options = new ImportOptions(Optional.empty(), OptionalInt.of(3), 1e-6);
      ImportedWeights.read(file, options).close();
    } catch (IOException e) {
      assertThat(e.getMessage()).as(what).contains(file.toString()).hasSizeLessThan(1000);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as(what)
        .isLessThan(ALLOWANCE + 8L * bytes.length);
  }

  @Test
  void namesThatWeightsDoNotNeed_areRefusedBeforeTheyAreCalled() throws IOException {
    assertPickleRefused("'os.system'", latin("\u0080\u0002cos\nsystem\n(Vecho\ntR."));
    assertPickleRefused("'builtins.eval'", protocol().text("cbuiltins\neval\n").done());
    assertPickleRefused(
        "'torch.storage._load_from_bytes'",
        protocol().text("ctorch.storage\n_load_from_bytes\n").done());
    assertPickleRefused(
        "'posix.system'",
        protocol().unicode("posix").unicode("system").bytes(0x93).done()); // from the stack
  }

  @Test
  void instructionsThatWeightsDoNotNeed_areRefused() throws IOException {
    assertPickleRefused("instruction 0x69", protocol().text("(ios\nsystem\n").done()); // INST
    assertPickleRefused("instruction 0x6f", protocol().text("(o").done()); // OBJ
    assertPickleRefused("instruction 0x82", protocol().bytes(0x82, 1).done()); // EXT1
    assertPickleRefused("protocol 0", latin("\u0080\u0000."));
  }

  @Test
  void valuesOfNumpy_areNumbersOfTheirLength_alone() throws IOException {
    String type = "cnumpy._core.multiarray\nscalar\ncnumpy\ndtype\n";
    assertThat(pickled(numpy(type, "f8", 8))).isEqualTo(new Pickled.Plain(0.0));
    assertPickleRefused("type 'f8' with 7 bytes", numpy(type, "f8", 7));
    assertPickleRefused("type 'f8' with 9 bytes", numpy(type, "f8", 9));
    assertPickleRefused("NumPy's type 'O8'", numpy(type, "O8", 8));
    assertPickleRefused(
        "highest byte first",
        protocol()
            .text("cnumpy\ndtype\n")
            .unicode("f8")
            .bytes(0x85)
            .text("R(K")
            .bytes(3)
            .unicode(">")
            .text("tb.")
            .done());
  }

  /** Bytes as numpy.float16(-0.1).tobytes() and the like give them. */
  @Test
  void numbersOfNumpy_ofEveryKind_haveTheirValues() throws UnusableWeightsException {
    assertThat(NumpyNumber.of("f2").value(new byte[] {0x66, (byte) 0xae}))
        .isEqualTo(-1638 / 16384.0);
    byte[] ones = new byte[8];
    Arrays.fill(ones, (byte) 0xff);
    assertThat(NumpyNumber.of("u8").value(ones)).isEqualTo(0x1p64);
    ones[7] = 0x7f;
    assertThat(NumpyNumber.of("u8").value(ones)).isEqualTo(Long.MAX_VALUE);
    assertThat(NumpyNumber.of("i8").value(ones)).isEqualTo(Long.MAX_VALUE);
  }

  private static byte[] numpy(String type, String code, int bytes) {
    PickleBytes pickle = protocol().text(type).unicode(code).bytes(0x85, 'R', 'C', bytes);
    for (int i = 0; i < bytes; i++) {
      pickle.bytes(0);
    }
    return pickle.bytes(0x86, 'R', '.').done();
  }

  @Test
  void lengthsThatAreNotThere_areRefused_beforeAnythingIsAllocated() throws IOException {
    assertPickleRefused(
        "claims 4294967295 bytes", protocol().bytes('X', 255, 255, 255, 255).done());
    assertPickleRefused(
        "claims 18446744073709551615 bytes",
        protocol().bytes(0x8d, 255, 255, 255, 255, 255, 255, 255, 255).done());
    assertPickleRefused(
        "claims 2147483647 bytes", protocol().bytes(0x8b, 255, 255, 255, 127).done());
  }

  @Test
  void listsInLists_withoutEnd_areRefused() throws IOException {
    // a list that holds itself
    assertUnnameable(protocol().text("]q").bytes(0).text("h").bytes(0).text("a.").done());
    // forty lists, each holding the one before twice: 2^40 in all
    PickleBytes doubled = protocol().text("]");
    for (int i = 0; i < 40; i++) {
      doubled.bytes('2', 0x86); // DUP TUPLE2
    }
    assertUnnameable(doubled.text(".").done());
    // deeper than any stack
    PickleBytes deep = protocol().text("]");
    for (int i = 0; i < 500_000; i++) {
      deep.bytes(0x85);
    }
    assertUnnameable(deep.text(".").done());
  }

  private static void assertUnnameable(byte[] bytes) throws IOException {
    Pickled object = pickled(bytes);
    assertThatThrownBy(() -> PickledNames.of(object))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("nested deeper, or hold more");
  }

  @Test
  void instructionsWithoutEnd_areRefused() throws IOException {
    byte[] many = new byte[PickleReader.MOST_INSTRUCTIONS + 10];
    Arrays.fill(many, (byte) ')');
    assertPickleRefused("more than the 2000000 instructions", many);
  }

  @Test
  void textThatIsCopiedOverAndOver_counts() throws IOException {
    // each round makes bytes of one text of 100,000 characters
    PickleBytes copies = protocol().unicode("x".repeat(100_000)).text("q").bytes(0);
    copies.text("c_codecs\nencode\n").text("q").bytes(1);
    for (int i = 0; i < 100; i++) {
      copies.text("h").bytes(1).text("h").bytes(0).bytes(0x85).text("R");
    }
    assertPickleRefused("more than the 2000000 instructions", copies.text(".").done());
  }

  @Test
  void tensorsThatReachBeyondTheirStorage_areRefused() throws IOException {
    assertPickleRefused("does not lie in its storage", tensor(0, 9, 1));
    assertPickleRefused("does not lie in its storage", tensor(1, 8, 1));
    assertPickleRefused("does not lie in its storage", tensor(0, 3, 4));
    assertPickleRefused("does not lie in its storage", tensor(-1, 2, 1));
    assertPickleRefused("does not lie in its storage", tensor(0, 2, -1));
    assertPickleRefused("does not lie in its storage", tensor(0, Integer.MAX_VALUE, 1 << 30));
    assertThat(pickled(tensor(0, 8, 1))).isInstanceOf(Pickled.Array.class);
    assertThat(pickled(tensor(1, 2, 4))).isInstanceOf(Pickled.Array.class);
  }

  /** A tensor of one dimension in a storage of 8 values. */
  private static byte[] tensor(int offset, int size, int stride) {
    return protocol()
        .text("ctorch._utils\n_rebuild_tensor_v2\n(")
        .text("(")
        .unicode("storage")
        .text("ctorch\nFloatStorage\n")
        .unicode("0")
        .unicode("cpu")
        .bytes('K', 8)
        .text("tQ")
        .number(offset)
        .number(size)
        .bytes(0x85)
        .number(stride)
        .bytes(0x85, 0x89)
        .text("}tR.")
        .done();
  }

  private static Pickled pickled(byte[] bytes) throws IOException {
    Path file = folder.resolve("pickle");
    Files.write(file, bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      return PickleReader.read(new FileWindow(channel, 0, channel.size()));
    }
  }

  private static void assertPickleRefused(String reason, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> pickled(bytes))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining(reason);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(ALLOWANCE + 100L * bytes.length);
  }

  private static PickleBytes protocol() {
    return new PickleBytes().bytes(0x80, 2);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Writes pickles that no pickler would. */
  private static final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleBytes text(String instructions) {
      bytes.writeBytes(latin(instructions));
      return this;
    }

    PickleBytes bytes(int... values) {
      for (int value : values) {
        bytes.write(value);
      }
      return this;
    }

    PickleBytes number(int value) {
      return bytes('J', value & 255, value >> 8 & 255, value >> 16 & 255, value >>> 24);
    }

    PickleBytes unicode(String text) {
      int length = text.length();
      return bytes('X', length & 255, length >> 8 & 255, length >> 16 & 255, 0).text(text);
    }

    byte[] done() {
      return bytes.toByteArray();
    }
  }
}
